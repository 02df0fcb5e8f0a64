namespace Pando.Model.Domains.Devices;

/// <summary>A display as others see it: over the network, on a socket, or on the host itself.</summary>
public abstract record GraphicsDevice : Device
{
    private protected GraphicsDevice() { }

    /// <summary>Where it listens; empty until the default is filled in, and for displays that listen nowhere by nature.</summary>
    public EquatableArray<GraphicsListen> Listens { get; init; }
}

/// <summary>A display that clients connect to, and may have to say a password to.</summary>
public abstract record ServedGraphics : GraphicsDevice
{
    private protected ServedGraphics() { }

    /// <summary>The TCP port; null when one is chosen at each start, or there is none.</summary>
    public int? Port { get; init; }

    /// <summary>Whether a port is chosen at each start.</summary>
    public bool AutoPort { get; init; }

    /// <summary>What clients must say; null lets anybody in.</summary>
    public DisplayPassword? Password { get; init; }

    /// <summary>The keyboard layout (<c>en-us</c>); null lets clients send scan codes.</summary>
    public string? Keymap { get; init; }
}

/// <summary>What clients of a display must say.</summary>
/// <param name="Value">The password.</param>
public sealed record DisplayPassword(Secret Value)
{
    /// <summary>When it stops being good, in UTC and whole seconds; null is never.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>What becomes of clients that are connected when it changes; null leaves it to QEMU, which keeps them.</summary>
    public DisplayConnected? Connected { get; init; }
}

/// <summary>What becomes of the clients of a display when its password changes.</summary>
public enum DisplayConnected
{
    /// <summary>The change fails while there are any.</summary>
    Fail,

    /// <summary>They are sent away.</summary>
    Disconnect,

    /// <summary>They stay.</summary>
    Keep,
}
