using System.Net;
using Pando.Api.Machines;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>Where a screen can be seen, as viewers take it: <c>vnc://127.0.0.1:0</c>, <c>spice://127.0.0.1:5930</c>.</summary>
internal static class DisplayAddress
{
    // VNC counts displays, not ports.
    private const int FirstVncPort = 5900;

    /// <summary>The address; null where nobody can connect.</summary>
    public static string? Of(MachineGraphics screen)
    {
        if (screen.Type is not ("vnc" or "spice"))
        {
            return null;
        }
        if (screen.Socket is { } socket)
        {
            return $"{screen.Type}+unix://{socket}";
        }
        if ((screen.Port ?? screen.TlsPort) is null)
        {
            return null;
        }
        var number = screen is { Type: "vnc", Port: { } port } ? port - FirstVncPort : screen.Port;
        var plain = number is { } shown ? ":" + Numbers.Plain(shown) : "";
        var encrypted = screen.TlsPort is { } tls ? "?tls-port=" + Numbers.Plain(tls) : "";
        return $"{screen.Type}://{Host(screen.Listen)}{plain}{encrypted}";
    }

    // Every address of a host is also its own.
    private static string Host(string? listen) => IPAddress.TryParse(listen, out var address) switch
    {
        false => listen ?? "localhost",
        true when address!.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) => "localhost",
        true => address!.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString(),
    };
}
