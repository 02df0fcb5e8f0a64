using System.Globalization;
using Pando.Model.Networks;

namespace Pando.Networks.Firewall;

/// <summary>
/// How fast all guests of a network together may be outwards. What is too much is thrown away, here and not by a queue: where the
/// firewall looks at bridged packets too, a detour through another device would have the kernel forget which connection a packet is of,
/// and its address would not be translated any more.
/// </summary>
internal static class OutboundLimits
{
    // The largest packets that guests hand over must fit into a burst, or none of them ever comes through.
    private const int LeastBurstKiB = 64;
    // nft counts them in 32 bits.
    private const int MostBurstKiB = (int)(uint.MaxValue / 1024);
    private const int UsualBurstsPerSecond = 4;

    /// <summary>Whether a network has such a limit.</summary>
    public static bool Has(NetworkDefinition network) => network is { MakesBridge: true, Bandwidth.Outbound.AverageKiB: not null };

    /// <summary>The limit, which what is forwarded and what is for the host itself share.</summary>
    public static string Limit(NetworkDefinition network)
    {
        var outbound = network.Bandwidth!.Outbound!;
        var average = outbound.AverageKiB!.Value;
        var burst = Math.Clamp(outbound.BurstKiB ?? average / UsualBurstsPerSecond, LeastBurstKiB, MostBurstKiB);
        return string.Create(CultureInfo.InvariantCulture, $"limit {Name(network)} {{ rate over {average} kbytes/second burst {burst} kbytes }}");
    }

    /// <summary>What happens to packets that leave the network.</summary>
    public static string Forwarded(NetworkDefinition network, string bridge) => $"iifname {bridge} oifname != {bridge} limit name \"{Name(network)}\" drop";

    /// <summary>What happens to packets for the host.</summary>
    public static string Received(NetworkDefinition network, string bridge) => $"iifname {bridge} limit name \"{Name(network)}\" drop";

    private static string Name(NetworkDefinition network) => $"out_{network.Id.Value:N}";
}
