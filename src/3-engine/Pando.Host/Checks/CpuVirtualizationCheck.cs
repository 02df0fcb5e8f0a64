using System.Runtime.InteropServices;
using Pando.Host.Files;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Does the processor have hardware virtualization?</summary>
internal sealed class CpuVirtualizationCheck : IHostCheck
{
    private static readonly Finding Present = new("cpu-virtualization.present", CheckStatus.Pass);
    private static readonly Finding BuiltIn = new("cpu-virtualization.built-in", CheckStatus.Pass);
    private static readonly Finding Hidden = new("cpu-virtualization.hidden", CheckStatus.Warn);
    private static readonly Finding Absent = new("cpu-virtualization.absent", CheckStatus.Warn);
    private static readonly Finding Unknown = new("cpu-virtualization.unknown", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        if (!host.IsX86)
        {
            return BuiltIn.Now(("arch", RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()));
        }

        CpuInfo processor = CpuInfo.Of(host.Files);
        if (processor.VirtualizationFlag is { } flag)
        {
            return Present.Now(("flag", flag));
        }

        return processor.Flags.Count == 0 ? Unknown.Now() : processor.Flags.Contains("hypervisor") ? Hidden.Now() : Absent.Now();
    }
}
