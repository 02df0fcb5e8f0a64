using Pando.Libvirt.Protocol;
using Pando.Model.Domains.Devices;

namespace Pando.LibvirtServer.Procedures;

/// <summary>How fast a card is, as libvirt's named numbers (<c>VIR_DOMAIN_BANDWIDTH_IN_AVERAGE</c>…): KiB a second, and KiB of a burst.</summary>
internal static class CardSpeeds
{
    private const string Inbound = "inbound.";
    private const string Outbound = "outbound.";
    private const string Average = "average";
    private const string Peak = "peak";
    private const string Burst = "burst";
    private const string Floor = "floor";

    /// <summary>All of them; what is not limited is 0.</summary>
    public static IReadOnlyList<TypedParam> Of(InterfaceBandwidth? bandwidth) =>
    [
        Number(Inbound + Average, bandwidth?.Inbound?.AverageKiB),
        Number(Inbound + Peak, bandwidth?.Inbound?.PeakKiB),
        Number(Inbound + Burst, bandwidth?.Inbound?.BurstKiB),
        Number(Inbound + Floor, bandwidth?.Inbound?.FloorKiB),
        Number(Outbound + Average, bandwidth?.Outbound?.AverageKiB),
        Number(Outbound + Peak, bandwidth?.Outbound?.PeakKiB),
        Number(Outbound + Burst, bandwidth?.Outbound?.BurstKiB),
    ];

    /// <summary>The change that they ask for: a direction that none of them is of stays.</summary>
    public static Func<InterfaceBandwidth?, InterfaceBandwidth?> Read(IReadOnlyList<TypedParam> parameters)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            if (!Of(null).Any(known => known.Field == parameter.Field))
            {
                throw LibvirtRefusal.InvalidArgument($"parameter '{parameter.Field}' not supported");
            }
            if (parameter.Value is not TypedParamValue.Uint { Value: <= int.MaxValue and var number })
            {
                throw LibvirtRefusal.InvalidArgument($"invalid type or value of parameter '{parameter.Field}'");
            }
            if (!numbers.TryAdd(parameter.Field, (int)number))
            {
                throw LibvirtRefusal.InvalidArgument($"parameter '{parameter.Field}' occurs multiple times");
            }
        }
        return before =>
        {
            var (inbound, outbound) = (Changed(Inbound, before?.Inbound), Changed(Outbound, before?.Outbound));
            return inbound is null && outbound is null ? null : new InterfaceBandwidth(inbound, outbound);
        };

        BandwidthLimit? Changed(string direction, BandwidthLimit? before)
        {
            if (!numbers.Keys.Any(name => name.StartsWith(direction, StringComparison.Ordinal)))
            {
                return before;
            }
            var limit = new BandwidthLimit { AverageKiB = Given(Average), PeakKiB = Given(Peak), BurstKiB = Given(Burst), FloorKiB = Given(Floor) };
            // Neither of the two is libvirt's word for no limit at all, whatever else is said.
            return limit is { AverageKiB: null, FloorKiB: null } ? null : limit;

            int? Given(string what) => numbers.GetValueOrDefault(direction + what) is var number and not 0 ? number : null;
        }
    }

    private static TypedParam Number(string name, int? value) => new(name, new TypedParamValue.Uint((uint)(value ?? 0)));
}
