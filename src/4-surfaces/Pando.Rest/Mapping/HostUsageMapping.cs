using Pando.Model.Host;
using Wire = Pando.Api.Host;

namespace Pando.Rest.Mapping;

/// <summary>How much of the host is used, in the contract's words.</summary>
internal static class HostUsageMapping
{
    private const long NanosecondsInTick = 100;

    public static Wire.HostUsage Of(HostUsage usage) => new()
    {
        Total = Of(usage.Total),
        Processors = [.. usage.Processors.Items.Select(static one => new Wire.ProcessorUsage { Number = one.Number, Online = one.Online, Times = Of(one.Times) })],
        Memory = new Wire.MemoryUsage
        {
            TotalKiB = usage.Memory.TotalKiB,
            FreeKiB = usage.Memory.FreeKiB,
            BuffersKiB = usage.Memory.BuffersKiB,
            CachedKiB = usage.Memory.CachedKiB,
        },
        Nodes = [.. usage.Nodes.Items.Select(static node => new Wire.NodeMemory { Number = node.Number, TotalKiB = node.TotalKiB, FreeKiB = node.FreeKiB })],
    };

    private static Wire.ProcessorTimes? Of(ProcessorTimes? times) => times is null ? null : new Wire.ProcessorTimes
    {
        User = times.User.Ticks * NanosecondsInTick,
        System = times.System.Ticks * NanosecondsInTick,
        Idle = times.Idle.Ticks * NanosecondsInTick,
        IoWait = times.IoWait.Ticks * NanosecondsInTick,
    };
}
