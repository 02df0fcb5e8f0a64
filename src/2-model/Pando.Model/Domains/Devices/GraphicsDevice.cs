namespace Pando.Model.Domains.Devices;

/// <summary>A display as others see it over the network or a socket.</summary>
public abstract record GraphicsDevice : Device
{
    private protected GraphicsDevice() { }

    /// <summary>Where it listens; empty until the default is filled in.</summary>
    public EquatableArray<GraphicsListen> Listens { get; init; }
}

/// <summary>A VNC server.</summary>
public sealed record VncGraphics : GraphicsDevice
{
    /// <summary>The TCP port; null when one is chosen at each start.</summary>
    public int? Port { get; init; }

    /// <summary>Whether a port is chosen at each start.</summary>
    public bool AutoPort { get; init; }

    /// <summary>What clients must say; null lets anybody in.</summary>
    public Secret? Password { get; init; }

    /// <summary>The keyboard layout (<c>en-us</c>); null lets clients send scan codes.</summary>
    public string? Keymap { get; init; }
}

/// <summary>Where a display listens.</summary>
public abstract record GraphicsListen
{
    private protected GraphicsListen() { }
}

/// <summary>On a TCP port of an address.</summary>
/// <param name="Address">The address or host name; null is the host's default.</param>
public sealed record AddressListen(string? Address) : GraphicsListen;

/// <summary>On a unix socket.</summary>
/// <param name="Path">Its path; null when one is chosen at each start.</param>
public sealed record SocketListen(string? Path) : GraphicsListen;
