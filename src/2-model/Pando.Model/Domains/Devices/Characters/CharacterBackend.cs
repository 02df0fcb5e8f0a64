namespace Pando.Model.Domains.Devices;

/// <summary>The host's end of a device that sends and takes bytes: a serial port, a console, a channel.</summary>
public abstract record CharacterBackend
{
    private protected CharacterBackend() { }

    /// <summary>A file that also gets what the guest writes; null where there is none.</summary>
    public CharacterLog? Log { get; init; }

    /// <summary>How security drivers label the file, device, pipe or socket, against what the machine says; empty for the other kinds.</summary>
    public EquatableArray<DeviceSeclabel> Labels { get; init; }
}

/// <summary>A file that gets what a guest writes to a device.</summary>
/// <param name="Path">The file, made where it is missing.</param>
/// <param name="Append">Whether it keeps what it holds at a start; null or false empties it.</param>
public sealed record CharacterLog(string Path, bool? Append);

/// <summary>Nothing: what the guest writes is thrown away.</summary>
public sealed record NullBackend : CharacterBackend;

/// <summary>A text screen of QEMU's own, seen on the machine's display.</summary>
public sealed record VirtualConsoleBackend : CharacterBackend;

/// <summary>QEMU's own standard output, which is the machine's log.</summary>
public sealed record StdioBackend : CharacterBackend;
