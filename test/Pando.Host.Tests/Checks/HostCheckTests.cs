using FsCheck;
using FsCheck.Fluent;
using Pando.Host.Checks;
using Pando.Model.Host;

namespace Pando.Host.Tests.Checks;

public sealed class HostCheckTests
{
    /// <summary>Every file and folder that a check or the node's reading looks at.</summary>
    private static readonly string[] Places =
    [
        "/proc/cpuinfo", "/proc/meminfo", "/proc/loadavg", "/proc/uptime", "/proc/sys/kernel/hostname", "/proc/sys/kernel/osrelease",
        "/proc/sys/kernel/random/boot_id", "/proc/sys/kernel/seccomp/actions_avail", "/etc/os-release", "/dev/kvm", "/dev/kmsg",
        "/dev/cpu/0/msr", "/sys/module", "/sys/module/kvm_intel/parameters/nested", "/sys/module/apparmor/parameters/enabled",
        "/sys/kernel/iommu_groups", "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/kernel/mm/ksm/run", "/sys/kernel/mm/ksm/pages_sharing",
        "/sys/devices/system/node", "/sys/devices/system/cpu/online", "/sys/devices/system/cpu/cpu0/topology/core_id",
        "/sys/devices/system/cpu/cpu0/topology/physical_package_id", "/sys/fs/cgroup/cgroup.controllers", "/sys/fs/selinux/enforce",
        "/sys/kernel/security/apparmor/profiles", "/usr/share/qemu/firmware/60-edk2.json", "/usr/share/OVMF/OVMF_CODE_4M.fd",
    ];

    private static readonly string[] Contents =
    [
        string.Empty, "\n\n\n", "1", "-1", "99999999999999999999999999", "0-", "0-3,8", "4-1", "0-2147483647,0-2147483647", "Y", "[", "[]", "always [madvise] never",
        ": : :", "flags\t\t: vmx hypervisor", "MemTotal:", "MemTotal: x kB", "{", "{}", "[1,2]", "null",
        "{\"interface-types\": 1}", "{\"interface-types\": [\"uefi\"], \"targets\": [{\"architecture\": \"x86_64\"}], \"mapping\": {\"filename\": 7}}",
        "{\"interface-types\": [\"uefi\"], \"targets\": [3], \"mapping\": []}", "1e999 1e999 1e999", "PRETTY_NAME=", "\0\0\0\0\0\0\0\0", "\uFFFD\uFFFD;kvm: disabled by bios",
    ];

    [Fact]
    public void No_check_throws_whatever_it_finds_and_every_item_has_its_texts()
    {
        // A place is missing, a folder, or a file with one of the contents.
        Gen<int> shape = Gen.Choose(-2, Contents.Length - 1);
        Arbitrary<int[]> trees = Gen.ArrayOf(shape, Places.Length).ToArbitrary();
        Prop.ForAll(trees, static tree => LooksAt(tree)).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    [Fact]
    public async Task Machines_can_run_unless_something_failed()
    {
        using var host = new MadeUpHost();
        host.Settings = host.Settings with { QemuUser = null };
        HostCheckReport report = await new HostCheck(host.View, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        Assert.True(report.CanRunMachines);
        Assert.Contains(report.Items, static item => item.Status is CheckStatus.Warn);
        Assert.Equal(HostCheck.All.Count, report.Items.Select(static item => item.Id).Distinct().Count());

        host.Inquiry.Qemu = new QemuProgram(null, Exists: false);
        Assert.False((await new HostCheck(host.View, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken)).CanRunMachines);
    }

    private static bool LooksAt(int[] tree)
    {
        using var host = new MadeUpHost();
        for (int i = 0; i < tree.Length; i++)
        {
            Make(host, Places[i], tree[i]);
        }

        HostCheckReport report = Now(new HostCheck(host.View, TimeProvider.System).RunAsync(CancellationToken.None));
        foreach (HostCheckItem item in report.Items)
        {
            TextsTests.AssertHasTexts(item);
        }

        HostNode node = Pando.Host.Nodes.NodeReader.Read(host.Files, new Pando.Model.Ports.AcceleratorVerdict(Pando.Model.Ports.Accelerator.Tcg), null);
        return node.Processors.Online > 0 && node.MemoryTotalKiB >= 0;
    }

    private static void Make(MadeUpHost host, string place, int shape)
    {
        // A place below one that became a file stays missing.
        try
        {
            if (shape == -1)
            {
                host.WithFolder(place);
            }
            else if (shape >= 0 && !Directory.Exists(host.PathOf(place)))
            {
                host.With(place, Contents[shape]);
            }
        }
        catch (IOException)
        {
        }
    }

    // FsCheck's properties are synchronous; with the fake, nothing here waits.
    private static HostCheckReport Now(Task<HostCheckReport> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }
}
