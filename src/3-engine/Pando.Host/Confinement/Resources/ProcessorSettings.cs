using System.Globalization;
using Pando.Model.Domains;

namespace Pando.Host.Confinement.Resources;

/// <summary>The machine's share of the host's processors (cgroup v2: cpu.weight, cpu.max).</summary>
internal static class ProcessorSettings
{
    private const long UsualShares = 1024;
    private const long UsualWeight = 100;
    private const long MostWeight = 10_000;
    private const long UsualPeriod = 100_000;

    public static IEnumerable<GroupSetting> Of(DomainDefinition machine)
    {
        if (machine.CpuTuning.Shares is { } shares)
        {
            // As systemd translates the shares of version 1: what was usual there is usual here.
            long weight = Math.Clamp(shares * UsualWeight / UsualShares, 1, MostWeight);
            yield return new GroupSetting("cpu", ["cpu.weight"], weight.ToString(CultureInfo.InvariantCulture), "100", "cputune/shares");
        }

        if (Bandwidth(machine.CpuTuning.Global) is { } bandwidth)
        {
            yield return new GroupSetting("cpu", ["cpu.max"], bandwidth, "max 100000", "cputune/global_quota");
        }
    }

    /// <summary>As cpu.max takes it; null where nothing is limited.</summary>
    public static string? Bandwidth(CpuBandwidth bandwidth) => bandwidth is { QuotaMicroseconds: null, PeriodMicroseconds: null }
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(bandwidth.QuotaMicroseconds is > 0 and var quota ? quota.ToString(CultureInfo.InvariantCulture) : "max")} {bandwidth.PeriodMicroseconds ?? UsualPeriod}");
}
