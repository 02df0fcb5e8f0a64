using System.Globalization;
using System.Net;
using Pando.Model.NetworkFilters;
using Pando.Model.Networks;

namespace Pando.Networks.Filters.Compiling;

/// <summary>What packets of ARP and RARP have to be like.</summary>
internal static class ResolutionText
{
    private const int AddressBits = 32;

    public static void AddArp(PacketText text) => text
        .Is("arp htype", text.Value("hwtype"))
        .Is("arp ptype", text.Value("protocoltype"))
        .Is("arp operation", RuleText.Number(FilterFieldKind.ArpOperation, text.Value("opcode")))
        .Is("arp saddr ether", text.Value("arpsrcmacaddr"))
        .Is("arp daddr ether", text.Value("arpdstmacaddr"))
        .Address("arp saddr ip", "arpsrcipaddr", "arpsrcipmask")
        .Address("arp daddr ip", "arpdstipaddr", "arpdstipmask");

    /// <summary>nft has no words for RARP, whose packets are of the form of ARP's (RFC 903): they are looked at by their bits.</summary>
    public static void AddRarp(PacketText text, bool negated)
    {
        text.Is("@nh,0,16", text.Value("hwtype"))
            .Is("@nh,16,16", text.Value("protocoltype"))
            .Is("@nh,48,16", RuleText.Number(FilterFieldKind.ArpOperation, text.Value("opcode")))
            .Is("@nh,64,48", Mac(text.Value("arpsrcmacaddr")));
        Address(text, "@nh,112,32", text.Value("arpsrcipaddr"), text.Value("arpsrcipmask"), negated);
        text.Is("@nh,144,48", Mac(text.Value("arpdstmacaddr")));
        Address(text, "@nh,192,32", text.Value("arpdstipaddr"), text.Value("arpdstipmask"), negated);
    }

    private static void Address(PacketText text, string bits, string? address, string? mask, bool negated)
    {
        if (address is null)
        {
            return;
        }
        var length = mask is null ? AddressBits : int.Parse(mask, CultureInfo.InvariantCulture);
        var network = IpNetworks.Of(IPAddress.Parse(address), length);
        if (length == AddressBits)
        {
            text.Is(bits, Bits(network.BaseAddress));
        }
        else
        {
            text.Always($"{bits} & {Bits(IpNetworks.Of(IPAddress.Broadcast, length).BaseAddress)} {(negated ? "!=" : "==")} {Bits(network.BaseAddress)}");
        }
    }

    private static string? Mac(string? address) => address is null ? null : string.Create(CultureInfo.InvariantCulture, $"0x{PacketText.Number(address):x12}");

    private static string Bits(IPAddress address) => "0x" + Convert.ToHexStringLower(address.GetAddressBytes());
}
