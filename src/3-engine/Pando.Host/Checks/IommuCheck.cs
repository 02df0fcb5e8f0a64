using System.Globalization;
using Pando.Host.Files;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Can devices of the host be given to machines?</summary>
internal sealed class IommuCheck : IHostCheck
{
    private static readonly Finding On = new("iommu.on", CheckStatus.Pass);
    private static readonly Finding Off = new("iommu.off", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        int groups = host.Files.Names("/sys/kernel/iommu_groups").Count;
        return groups > 0
            ? On.Now(("groups", groups.ToString(CultureInfo.InvariantCulture)))
            : Off.Now(("argument", CpuInfo.Of(host.Files).IsIntel ? "intel_iommu=on" : "iommu=pt"));
    }
}
