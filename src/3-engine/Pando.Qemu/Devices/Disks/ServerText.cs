using System.Globalization;

namespace Pando.Qemu.Devices;

/// <summary>Ports and addresses as they stand in URLs.</summary>
internal static class ServerText
{
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>An IPv6 address stands in brackets before a port.</summary>
    public static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
