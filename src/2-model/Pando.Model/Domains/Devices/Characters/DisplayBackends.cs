namespace Pando.Model.Domains.Devices;

/// <summary>A channel of the SPICE display that clients know by what uses it: the guest's agent, a USB device, a smart card.</summary>
public sealed record SpiceVmcBackend : CharacterBackend;

/// <summary>A channel of the SPICE display with a name of its own.</summary>
public sealed record SpicePortBackend : CharacterBackend
{
    /// <summary>What clients find it by: <c>org.example.console.0</c>.</summary>
    public required string Channel { get; init; }
}

/// <summary>QEMU's own half of the SPICE agent, so that a VNC display shares the clipboard and the pointer with the guest.</summary>
public sealed record VdAgentBackend : CharacterBackend
{
    /// <summary>Whether the clipboard is shared; null leaves it to QEMU, which does not.</summary>
    public bool? ClipboardCopyPaste { get; init; }

    /// <summary>Where the pointer is drawn; null leaves it to QEMU.</summary>
    public SpiceMouseMode? MouseMode { get; init; }
}

/// <summary>An object of the D-Bus display.</summary>
public sealed record DbusBackend : CharacterBackend
{
    /// <summary>What clients find it by; null is none.</summary>
    public string? Channel { get; init; }
}

/// <summary>Who moves the pointer of a SPICE display.</summary>
public enum SpiceMouseMode
{
    /// <summary>The guest, by relative movements.</summary>
    Server,

    /// <summary>The client, by absolute positions.</summary>
    Client,
}
