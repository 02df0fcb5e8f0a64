using Pando.Host.Checks;
using Pando.Linux.Files;
using Pando.Linux.Kvm;
using Pando.Linux.Users;
using Pando.Model.Host;

namespace Pando.Host.Tests.Checks;

public sealed class ChecksTests : IDisposable
{
    private readonly MadeUpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("vmx", "cpu-virtualization.present")]
    [InlineData("svm", "cpu-virtualization.present")]
    [InlineData("hypervisor", "cpu-virtualization.hidden")]
    [InlineData("sse", "cpu-virtualization.absent")]
    public Task Processor_flags(string flag, string finding)
    {
        _host.WithProcessor("GenuineIntel", flag);
        return FindsAsync<CpuVirtualizationCheck>(finding);
    }

    [Fact]
    public async Task Firewalld_runs_or_not_and_has_a_zone_of_ours_or_will()
    {
        await FindsAsync<FirewalldCheck>("firewalld.none");
        _host.With("/usr/sbin/firewalld", "");
        await FindsAsync<FirewalldCheck>("firewalld.stopped");
        _host.Inquiry.FirewalldZones = static () => ["public", "trusted"];
        await FindsAsync<FirewalldCheck>("firewalld.zone-to-come");
        _host.Inquiry.FirewalldZones = static () => ["pando", "public"];
        await FindsAsync<FirewalldCheck>("firewalld.runs");
        _host.Inquiry.FirewalldZones = static () => throw new TimeoutException("firewalld did not answer within 60 s.");
        await FindsAsync<FirewalldCheck>("firewalld.silent");
    }

    [Fact]
    public async Task Open_vswitch_runs_or_not_and_with_the_kernel_or_alone()
    {
        await FindsAsync<OpenVSwitchCheck>("open-vswitch.none");
        _host.With("/usr/sbin/ovs-vswitchd", "");
        await FindsAsync<OpenVSwitchCheck>("open-vswitch.stopped");
        // What a killed one left: the number is another's by now.
        _host.With("/run/openvswitch/ovs-vswitchd.pid", "17\n").With("/proc/17/comm", "bash\n");
        await FindsAsync<OpenVSwitchCheck>("open-vswitch.stopped");
        _host.With("/proc/17/comm", "ovs-vswitchd\n");
        await FindsAsync<OpenVSwitchCheck>("open-vswitch.without-kernel");
        _host.WithFolder("/sys/module/openvswitch");
        await FindsAsync<OpenVSwitchCheck>("open-vswitch.runs");
    }

    [Fact]
    public Task Processor_without_cpuinfo() => FindsAsync<CpuVirtualizationCheck>("cpu-virtualization.unknown");

    [Fact]
    public Task Processor_of_another_architecture() =>
        FindsAsync<CpuVirtualizationCheck>("cpu-virtualization.built-in", _host.View with { IsX86 = false });

    [Theory]
    [InlineData("GenuineIntel", 0x3A, 0x5ul, "firmware-switch.enabled")]
    [InlineData("GenuineIntel", 0x3A, 0x0ul, "firmware-switch.enabled")]
    [InlineData("GenuineIntel", 0x3A, 0x1ul, "firmware-switch.disabled")]
    [InlineData("AuthenticAMD", 0xC0010114, 0x0ul, "firmware-switch.enabled")]
    [InlineData("AuthenticAMD", 0xC0010114, 0x18ul, "firmware-switch.disabled")]
    public Task Firmware_switch_by_register(string vendor, long register, ulong value, string finding)
    {
        _host.WithProcessor(vendor, "sse").WithFolder("/dev/cpu/0");
        using (FileStream registers = File.Create(_host.PathOf("/dev/cpu/0/msr")))
        {
            registers.Seek(register, SeekOrigin.Begin);
            registers.Write(BitConverter.GetBytes(value));
        }

        return FindsAsync<FirmwareSwitchCheck>(finding);
    }

    [Theory]
    [InlineData("6,1,0,-;kvm: disabled by bios\n", "firmware-switch.disabled")]
    [InlineData("6,1,0,-;x86/cpu: VMX (outside TXT) disabled by BIOS\n", "firmware-switch.disabled")]
    [InlineData("6,1,0,-;Linux version 6.1\n", "firmware-switch.unknown")]
    public Task Firmware_switch_by_the_kernels_log(string log, string finding)
    {
        _host.WithProcessor("GenuineIntel", "sse").With("/dev/kmsg", log);
        return FindsAsync<FirmwareSwitchCheck>(finding);
    }

    [Fact]
    public async Task Firmware_switch_is_on_when_kvm_runs_and_is_none_in_a_guest()
    {
        _host.WithProcessor("GenuineIntel", "hypervisor").With("/dev/kmsg", "6,1,0,-;kvm: disabled by bios\n");
        await FindsAsync<FirmwareSwitchCheck>("firmware-switch.not-applicable");
        _host.Inquiry.Kvm = new KvmProbeResult(KvmVerdict.Usable, "fine", []);
        await FindsAsync<FirmwareSwitchCheck>("firmware-switch.enabled");
    }

    [Theory]
    [InlineData("", "kvm-module.missing", "kvm_amd")]
    [InlineData("kvm", "kvm-module.vendor-missing", "kvm_amd")]
    [InlineData("kvm kvm_amd", "kvm-module.loaded", "kvm_amd")]
    [InlineData("kvm kvm_pvm", "kvm-module.unusual", "kvm_pvm")]
    public async Task Kvm_modules(string modules, string finding, string module)
    {
        _host.WithProcessor("AuthenticAMD", "svm");
        foreach (string name in modules.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            _host.WithFolder($"/sys/module/{name}");
        }

        HostCheckItem item = await FindsAsync<KvmModuleCheck>(finding);
        Assert.Equal(module, item.Facts.Single().Value);
    }

    [Fact]
    public async Task Rights_on_the_device_are_those_of_the_user_qemu_runs_as()
    {
        await FindsAsync<KvmDeviceCheck>("kvm-device.missing");
        _host.With("/dev/kvm", string.Empty);
        foreach (string folder in (string[])[_host.PathOf("/dev"), _host.Root, Path.GetDirectoryName(_host.Root)!])
        {
            File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        File.SetUnixFileMode(_host.PathOf("/dev/kvm"), (UnixFileMode)Convert.ToInt32("600", 8));
        await FindsAsync<KvmDeviceCheck>("kvm-device.open");
        _host.Settings = _host.Settings with { QemuUser = "pando-qemu" };
        _host.Inquiry.Users["pando-qemu"] = new UserEntry("pando-qemu", 64123, 64123, "/");
        HostCheckItem denied = await FindsAsync<KvmDeviceCheck>("kvm-device.denied");
        Assert.Equal("pando-qemu", denied.Facts.Single().Value);
        File.SetUnixFileMode(_host.PathOf("/dev/kvm"), (UnixFileMode)Convert.ToInt32("666", 8));
        await FindsAsync<KvmDeviceCheck>("kvm-device.open");
    }

    [Fact]
    public async Task Every_verdict_of_the_probe_is_told()
    {
        foreach (KvmVerdict verdict in Enum.GetValues<KvmVerdict>())
        {
            _host.Inquiry.Kvm = new KvmProbeResult(verdict, "why", []);
            HostCheckItem item = await LookAsync<KvmRunsGuestCheck>(_host.View);
            Assert.Equal(verdict is KvmVerdict.Usable ? CheckStatus.Pass : CheckStatus.Warn, item.Status);
        }
    }

    [Theory]
    [InlineData("1", "nested.on")]
    [InlineData("Y", "nested.on")]
    [InlineData("N", "nested.off")]
    [InlineData("?", "nested.unavailable")]
    public Task Nested(string parameter, string finding)
    {
        _host.With("/sys/module/kvm_intel/parameters/nested", parameter + "\n");
        return FindsAsync<NestedCheck>(finding);
    }

    [Fact]
    public async Task Iommu()
    {
        await FindsAsync<IommuCheck>("iommu.off");
        _host.WithFolder("/sys/kernel/iommu_groups/0").WithFolder("/sys/kernel/iommu_groups/1");
        Assert.Equal("2", (await FindsAsync<IommuCheck>("iommu.on")).Facts.Single().Value);
    }

    [Theory]
    [InlineData("always [madvise] never", "huge-pages.on")]
    [InlineData("always madvise [never]", "huge-pages.off")]
    [InlineData("", "huge-pages.unknown")]
    public Task Huge_pages(string enabled, string finding)
    {
        _host.With("/sys/kernel/mm/transparent_hugepage/enabled", enabled).With("/proc/meminfo", "HugePages_Total: 4\nHugepagesize: 2048 kB\n");
        return FindsAsync<HugePagesCheck>(finding);
    }

    [Theory]
    [InlineData("1", "ksm.on")]
    [InlineData("0", "ksm.off")]
    [InlineData("x", "ksm.missing")]
    public Task Same_page_merging(string run, string finding)
    {
        _host.With("/sys/kernel/mm/ksm/run", run);
        return FindsAsync<KsmCheck>(finding);
    }

    [Theory]
    [InlineData("", "numa.unknown")]
    [InlineData("node0", "numa.one")]
    [InlineData("node0 node1 power", "numa.many")]
    public Task Numa(string names, string finding)
    {
        foreach (string name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            _host.WithFolder($"/sys/devices/system/node/{name}");
        }

        return FindsAsync<NumaCheck>(finding);
    }

    [Fact]
    public async Task Control_groups()
    {
        await FindsAsync<CgroupCheck>("cgroup.missing");
        _host.WithFolder("/sys/fs/cgroup/memory");
        await FindsAsync<CgroupCheck>("cgroup.v1");
        _host.With("/sys/fs/cgroup/cgroup.controllers", "cpu io memory\n");
        Assert.Equal("cpuset, pids", (await FindsAsync<CgroupCheck>("cgroup.partly")).Facts.Single().Value);
        _host.With("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory hugetlb pids\n");
        await FindsAsync<CgroupCheck>("cgroup.v2");
    }

    [Fact]
    public async Task One_of_the_two_labelling_modules_is_enough()
    {
        await FindsAsync<SelinuxCheck>("selinux.absent");
        await FindsAsync<AppArmorCheck>("apparmor.absent");
        _host.With("/sys/module/apparmor/parameters/enabled", "Y\n").With("/sys/kernel/security/apparmor/profiles", "a (enforce)\nb (complain)\n");
        await FindsAsync<SelinuxCheck>("selinux.other");
        await FindsAsync<AppArmorCheck>("apparmor.no-parser");
        _host.With("/usr/sbin/apparmor_parser", string.Empty);
        Assert.Equal("2", (await FindsAsync<AppArmorCheck>("apparmor.on")).Facts.Single().Value);
        _host.With("/sys/module/apparmor/parameters/enabled", "N\n").With("/sys/fs/selinux/enforce", "0");
        await FindsAsync<SelinuxCheck>("selinux.permissive");
        await FindsAsync<AppArmorCheck>("apparmor.other");
        _host.With("/sys/fs/selinux/enforce", "1");
        await FindsAsync<SelinuxCheck>("selinux.enforcing");
    }

    [Fact]
    public async Task Scopes_are_asked_of_systemd_where_it_runs()
    {
        await FindsAsync<SystemdCheck>("systemd.direct");
        _host.WithFolder("/run/systemd/system");
        await FindsAsync<SystemdCheck>("systemd.scopes");
    }

    [Theory]
    [InlineData(null, "mounts.not-root")]
    [InlineData(false, "mounts.refused")]
    [InlineData(true, "mounts.own")]
    public Task Mounts(bool? can, string finding)
    {
        _host.Inquiry.OwnMounts = can;
        return FindsAsync<MountsCheck>(finding);
    }

    [Theory]
    [InlineData(null, "landlock.missing")]
    [InlineData(0, "landlock.off")]
    [InlineData(3, "landlock.on")]
    public Task Landlock(int? version, string finding)
    {
        _host.Inquiry.Landlock = version;
        return FindsAsync<LandlockCheck>(finding);
    }

    [Fact]
    public async Task Seccomp()
    {
        await FindsAsync<SeccompCheck>("seccomp.missing");
        _host.With("/proc/sys/kernel/seccomp/actions_avail", "kill_process kill_thread trap errno\n");
        await FindsAsync<SeccompCheck>("seccomp.on");
    }

    [Fact]
    public async Task Qemu()
    {
        await FindsAsync<QemuCheck>("qemu.found");
        _host.Inquiry.Qemu = new QemuProgram(null, Exists: false);
        await FindsAsync<QemuCheck>("qemu.missing");
        _host.Inquiry.Qemu = new QemuProgram(null, Exists: true, "libfoo.so: not found");
        await FindsAsync<QemuCheck>("qemu.does-not-run");
    }

    [Fact]
    public async Task Uefi_firmware_is_found_by_descriptor_and_in_the_usual_places()
    {
        await FindsAsync<UefiCheck>("uefi.missing");
        _host.With("/usr/share/qemu/firmware/10-bios.json", Descriptor("bios", "/fw/bios.bin")).With("/fw/bios.bin", string.Empty);
        await FindsAsync<UefiCheck>("uefi.missing");
        _host.With("/usr/share/qemu/firmware/20-uefi.json", Descriptor("uefi", "/fw/uefi.fd"));
        await FindsAsync<UefiCheck>("uefi.missing");
        _host.With("/usr/share/OVMF/OVMF_CODE_4M.fd", string.Empty);
        Assert.Equal("/usr/share/OVMF/OVMF_CODE_4M.fd", (await FindsAsync<UefiCheck>("uefi.found")).Facts.Single().Value);
        _host.With("/fw/uefi.fd", string.Empty);
        Assert.Equal("/fw/uefi.fd", (await FindsAsync<UefiCheck>("uefi.found")).Facts.Single().Value);
    }

    [Fact]
    public async Task The_user_of_qemu()
    {
        await FindsAsync<QemuUserCheck>("qemu-user.root");
        _host.Inquiry.Me = new HostUser("me", 1000, 1000, []);
        await FindsAsync<QemuUserCheck>("qemu-user.own");
        _host.Settings = _host.Settings with { QemuUser = "pando-qemu" };
        await FindsAsync<QemuUserCheck>("qemu-user.missing");
        _host.Inquiry.Users["pando-qemu"] = new UserEntry("pando-qemu", 64123, 64123, "/");
        await FindsAsync<QemuUserCheck>("qemu-user.exists");
    }

    [Fact]
    public async Task The_users_that_qemu_sees()
    {
        await FindsAsync<UsersCheck>("users.not-root");
        _host.Settings = _host.Settings with { QemuUser = "pando-qemu" };
        await FindsAsync<UsersCheck>("users.none");
        _host.Inquiry.Users["pando-qemu"] = new UserEntry("pando-qemu", 0, 0, "/");
        await FindsAsync<UsersCheck>("users.root");
        _host.Inquiry.Users["pando-qemu"] = new UserEntry("pando-qemu", 64123, 64123, "/");
        await FindsAsync<UsersCheck>("users.own");
        _host.Inquiry.OwnUsers = false;
        await FindsAsync<UsersCheck>("users.refused");
    }

    [Theory]
    [InlineData(50L << 30, false, "free-space.enough")]
    [InlineData(9L << 30, false, "free-space.low")]
    [InlineData(1L << 20, false, "free-space.full")]
    [InlineData(50L << 30, true, "free-space.read-only")]
    public Task Free_space(long available, bool readOnly, string finding)
    {
        _host.Inquiry.Space = _ => new FileSystemSpace(100L << 30, available, available, 1, 1, readOnly);
        return FindsAsync<FreeSpaceCheck>(finding);
    }

    [Fact]
    public async Task The_worse_of_two_folders_is_told()
    {
        _host.Inquiry.Space = path => path == _host.Paths.Log
            ? throw new IOException("It did not answer.")
            : new FileSystemSpace(100L << 30, 50L << 30, 50L << 30, 1, 1, false);
        HostCheckItem item = await FindsAsync<FreeSpaceCheck>("free-space.unknown");
        Assert.Equal(_host.Paths.Log, item.Facts[0].Value);
    }

    private static string Descriptor(string type, string file) =>
        $$"""
        {"interface-types": ["{{type}}"], "targets": [{"architecture": "x86_64", "machines": ["pc-q35-*"]}],
         "mapping": {"device": "flash", "executable": {"filename": "{{file}}", "format": "raw"} } }
        """;

    private static ValueTask<HostCheckItem> LookAsync<T>(HostView view)
        where T : IHostCheck, new() => new T().LookAsync(view, TestContext.Current.CancellationToken);

    private async Task<HostCheckItem> FindsAsync<T>(string finding, HostView? view = null)
        where T : IHostCheck, new()
    {
        HostCheckItem item = await LookAsync<T>(view ?? _host.View);
        Assert.Equal(finding, item.Finding);
        return item;
    }
}
