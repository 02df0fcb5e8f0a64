using System.Globalization;

namespace Pando.Networks.Filters.Compiling;

/// <summary>What bridges' messages of their tree have to be like (IEEE 802.1D, 9.3.1): three octets of LLC, then the message.</summary>
internal static class TreeText
{
    public static void Add(PacketText text)
    {
        text.Is("@nh,48,8", text.Value("type")).Is("@nh,56,8", text.Value("flags"))
            .Between("@nh,64,16", "root-priority", "root-priority-hi");
        Bridge(text, "@nh,80,48", "root-address", "root-address-mask");
        text.Between("@nh,128,32", "root-cost", "root-cost-hi").Between("@nh,160,16", "sender-priority", "sender-priority-hi");
        Bridge(text, "@nh,176,48", "sender-address", "sender-address-mask");
        text.Between("@nh,224,16", "port", "port-hi").Between("@nh,240,16", "age", "age-hi").Between("@nh,256,16", "max-age", "max-age-hi")
            .Between("@nh,272,16", "hello-time", "hello-time-hi").Between("@nh,288,16", "forward-delay", "forward-delay-hi");
    }

    private static void Bridge(PacketText text, string bits, string field, string mask)
    {
        if (text.Value(field) is not { } address)
        {
            return;
        }
        if (text.Value(mask) is { } part)
        {
            text.Masked(bits, Hexadecimal(PacketText.Number(part)), Hexadecimal(PacketText.Number(address) & PacketText.Number(part)));
        }
        else
        {
            text.Is(bits, Hexadecimal(PacketText.Number(address)));
        }
    }

    private static string Hexadecimal(long bits) => string.Create(CultureInfo.InvariantCulture, $"0x{bits:x12}");
}
