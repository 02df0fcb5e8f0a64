using System.Net;
using System.Net.Sockets;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The address that a display listens on.</summary>
internal static class ListeningAddress
{
    /// <summary>As a definition has it: this host's own where nothing else is said.</summary>
    public static string Of(ServedGraphics display) => display.Listens.Items.FirstOrDefault() switch
    {
        AddressListen { Address: { } address } => address,
        NetworkListen { Address: { } address } => address,
        NetworkListen => throw GraphicsArguments.Refused(display, "qemu.reason.network-address"),
        _ => IPAddress.Loopback.ToString(),
    };

    /// <summary>In brackets where colons would be taken for something else.</summary>
    public static string Bracketed(string address) =>
        IPAddress.TryParse(address, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address;

    /// <summary>The path of its socket; null where it has none.</summary>
    public static string? Socket(ServedGraphics display) => display.Listens.Items.FirstOrDefault() is SocketListen socket
        ? socket.Path ?? throw new ArgumentException("The display's socket has no path yet.", nameof(display))
        : null;
}
