namespace Pando.LibvirtServer;

/// <summary>Limits of the libvirt sockets.</summary>
public sealed record LibvirtOptions
{
    /// <summary>The group whose members may change things, beside root and the daemon's own user; null: nobody else.</summary>
    public uint? Group { get; init; }

    /// <summary>Connections at one time; more are closed at once.</summary>
    public int Connections { get; init; } = 4096;

    /// <summary>Calls of one connection that are being answered at one time; more are not read until one is.</summary>
    public int CallsAtOnce { get; init; } = 16;

    /// <summary>Events that may wait for one client to read them; one that has more waiting is cut off.</summary>
    public int EventsWaiting { get; init; } = 4096;
}
