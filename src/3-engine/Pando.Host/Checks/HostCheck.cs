using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Looks at everything that running machines depends on.</summary>
internal sealed class HostCheck(HostView host, TimeProvider time)
{
    /// <summary>In the order in which people are shown them: from the processor upwards.</summary>
    internal static IReadOnlyList<IHostCheck> All { get; } =
    [
        new CpuVirtualizationCheck(),
        new FirmwareSwitchCheck(),
        new KvmModuleCheck(),
        new KvmDeviceCheck(),
        new KvmRunsGuestCheck(),
        new NestedCheck(),
        new IommuCheck(),
        new HugePagesCheck(),
        new KsmCheck(),
        new NumaCheck(),
        new OpenVSwitchCheck(),
        new FirewalldCheck(),
        new CgroupCheck(),
        new SystemdCheck(),
        new SelinuxCheck(),
        new AppArmorCheck(),
        new LandlockCheck(),
        new MountsCheck(),
        new UsersCheck(),
        new SeccompCheck(),
        new QemuCheck(),
        new UefiCheck(),
        new QemuUserCheck(),
        new FreeSpaceCheck(),
    ];

    public async Task<HostCheckReport> RunAsync(CancellationToken cancellationToken)
    {
        var items = new List<HostCheckItem>();
        foreach (IHostCheck check in All)
        {
            items.Add(await check.LookAsync(host, cancellationToken));
        }

        return new HostCheckReport(items.TrueForAll(static item => item.Status is not CheckStatus.Fail), time.GetUtcNow(), [.. items]);
    }
}
