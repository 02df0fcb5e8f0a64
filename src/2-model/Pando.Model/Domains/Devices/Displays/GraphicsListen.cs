namespace Pando.Model.Domains.Devices;

/// <summary>Where a display listens.</summary>
public abstract record GraphicsListen
{
    private protected GraphicsListen() { }
}

/// <summary>On a TCP port of an address.</summary>
/// <param name="Address">The address or host name; null is the host's default.</param>
public sealed record AddressListen(string? Address) : GraphicsListen;

/// <summary>On the host's address in a network.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Address">Its address while the machine runs; null otherwise.</param>
public sealed record NetworkListen(string Network, string? Address) : GraphicsListen;

/// <summary>On a unix socket.</summary>
/// <param name="Path">Its path; null when one is chosen at each start.</param>
public sealed record SocketListen(string? Path) : GraphicsListen;

/// <summary>Nowhere: a client is handed over as a descriptor.</summary>
public sealed record NoListen : GraphicsListen;
