using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Tests.Machine;

public sealed class MachineArgumentsTests
{
    [Fact]
    public void A_machine_begins_the_same_way_always()
    {
        Assert.Equal(
            [
                "-name guest=vm1,debug-threads=on",
                "-uuid 5f0e2b1a-0000-4000-8000-000000000001",
                "-no-user-config",
                "-nodefaults",
                "-display none",
                "-sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
                "-S",
                "-chardev socket,id=charmonitor,fd=3,server=on,wait=off",
                "-mon chardev=charmonitor,id=monitor,mode=control",
                "-msg timestamp=on",
                "-machine pc-q35-7.2,usb=off,dump-guest-core=off,memory-backend=pc.ram",
                "-accel tcg",
                "-cpu max",
                "-smp 2,sockets=1,cores=2,threads=1",
                "-m size=262144k",
                """-object {"qom-type":"memory-backend-ram","id":"pc.ram","size":268435456}""",
                "-rtc base=utc",
                "-action reboot=reset,shutdown=poweroff,panic=shutdown",
                "-boot strict=on",
            ],
            TestMachine.Build(TestMachine.Definition).Arguments.Select(argument => argument.ToString()).Take(19));
    }

    [Fact]
    public void A_name_with_a_comma_stays_one_name()
    {
        Assert.Equal(
            ["guest=a,,debug-threads=off,debug-threads=on"],
            TestMachine.Build(TestMachine.Definition with { Name = "a,debug-threads=off" }).Values("-name"));
    }

    [Fact]
    public void An_alias_becomes_the_type_it_stands_for_here()
    {
        Assert.StartsWith("pc-q35-7.2,", Machine(TestMachine.Definition with { Os = new OsDefinition { Machine = "q35" } }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_type_that_is_not_there_is_refused()
    {
        CallerException refusal = Assert.Throws<CallerException>(
            () => Machine(TestMachine.Definition with { Os = new OsDefinition { Machine = "pc-q35-99.0" } }));

        Assert.Equal(ErrorCodes.Qemu.UnknownMachine, refusal.Code);
    }

    [Fact]
    public void Switches_are_said_where_they_were_set()
    {
        DomainDefinition definition = TestMachine.Definition with
        {
            Features = new DomainFeatures { Smm = true, VmPort = false },
            Clock = new ClockDefinition { Timers = [new ClockTimer { Name = TimerName.Hpet, Present = false }] },
        };

        Assert.Equal(
            "pc-q35-7.2,usb=off,dump-guest-core=off,acpi=off,smm=on,vmport=off,hpet=off,memory-backend=pc.ram", Machine(definition));
    }

    [Fact]
    public void KVM_is_used_where_it_is_given()
    {
        Assert.Equal(["kvm"], TestMachine.Build(TestMachine.Definition, Accelerator.Kvm).Values("-accel"));
    }

    [Fact]
    public void Sleep_states_are_switches_of_the_chipset()
    {
        var power = new PowerManagement { SuspendToMemory = false, SuspendToDisk = true };

        Assert.Equal(
            ["ICH9-LPC.disable_s3=1", "ICH9-LPC.disable_s4=0"],
            TestMachine.Build(TestMachine.Definition with { PowerManagement = power }).Values("-global"));
        Assert.Equal(
            ["PIIX4_PM.disable_s3=1", "PIIX4_PM.disable_s4=0"],
            TestMachine.Build(TestMachine.Definition with
            {
                PowerManagement = power,
                Os = new OsDefinition { Machine = "pc" },
                Devices = new DomainDevices(),
            }).Values("-global"));
    }

    [Fact]
    public void A_kernel_is_booted_directly()
    {
        DomainDefinition definition = TestMachine.Definition with
        {
            Os = TestMachine.Definition.Os with { KernelPath = "/boot/k,1", InitrdPath = "/boot/i", KernelArguments = "console=ttyS0,115200 quiet" },
        };

        QemuCommandLine line = TestMachine.Build(definition);
        Assert.Equal(["/boot/k,1"], line.Values("-kernel"));
        Assert.Equal(["/boot/i"], line.Values("-initrd"));
        Assert.Equal(["console=ttyS0,115200 quiet"], line.Values("-append"));
    }

    [Fact]
    public void Firmware_in_flash_goes_by_descriptor()
    {
        DomainDefinition definition = TestMachine.Definition with
        {
            Os = TestMachine.Definition.Os with
            {
                Loader = new LoaderDefinition { Path = "/fw/code.fd", Type = LoaderType.ParallelFlash, ReadOnly = true, Secure = true },
                Nvram = new NvramDefinition { Path = "/fw/vars.fd" },
            },
        };

        QemuCommandLine line = TestMachine.Build(
            definition, code: TestMachine.Image("/fw/code.fd", readOnly: true), variables: TestMachine.Image("/fw/vars.fd"));

        Assert.Equal(
            "pc-q35-7.2,usb=off,dump-guest-core=off,smm=on,pflash0=firmware-code,pflash1=firmware-vars,memory-backend=pc.ram",
            line.Values("-machine")[0]);
        Assert.Equal(["driver=cfi.pflash01,property=secure,value=on"], line.Values("-global"));
        Assert.Equal(["fd=4,set=1,opaque=/fw/code.fd", "fd=5,set=2,opaque=/fw/vars.fd"], line.Values("-add-fd"));
        Assert.Equal(
            [
                """{"driver":"file","filename":"/dev/fdset/1","node-name":"firmware-code-file","read-only":true}""",
                """{"driver":"raw","file":"firmware-code-file","node-name":"firmware-code","read-only":true}""",
                """{"driver":"file","filename":"/dev/fdset/2","node-name":"firmware-vars-file"}""",
                """{"driver":"raw","file":"firmware-vars-file","node-name":"firmware-vars"}""",
            ],
            line.Values("-blockdev"));
    }

    [Fact]
    public void Firmware_in_read_only_memory_goes_by_its_path()
    {
        DomainDefinition definition = TestMachine.Definition with
        {
            Os = TestMachine.Definition.Os with { Loader = new LoaderDefinition { Path = "/fw/bios.bin", Type = LoaderType.Rom } },
        };

        Assert.Equal(["/fw/bios.bin"], TestMachine.Build(definition).Values("-bios"));
    }

    [Fact]
    public void Kinds_to_boot_from_mean_the_first_of_each_kind()
    {
        var disk = new DiskDevice { TargetName = "vda", Bus = DiskBus.Virtio, FilePath = "/a" };
        var cdrom = new DiskDevice { TargetName = "sda", Kind = DiskKind.CdRom, Bus = DiskBus.Sata };
        DomainDefinition definition = TestMachine.With(devices => devices with
        {
            Disks = [disk, disk with { TargetName = "vdb" }, cdrom],
            Interfaces = [new InterfaceDevice(), new InterfaceDevice()],
        });
        definition = definition with
        {
            Os = definition.Os with
            {
                BootDevices = [BootDevice.CdRom, BootDevice.Network, BootDevice.HardDisk],
                BootMenu = new BootMenu(Enabled: true, TimeoutMilliseconds: 3000),
            },
        };

        QemuCommandLine line = TestMachine.Build(definition);
        Assert.Equal(["menu=on,splash-time=3000,strict=on"], line.Values("-boot"));
        Assert.Equal(
            ["virtio-disk0 3", "sata-disk0 1", "net0 2"],
            line.Values("-device").Select(Indexed).OfType<string>());
    }

    private static string? Indexed(string? device)
    {
        System.Text.Json.JsonElement form = System.Text.Json.JsonElement.Parse(device!);
        return form.TryGetProperty("bootindex", out System.Text.Json.JsonElement index) ? $"{form.GetProperty("id")} {index}" : null;
    }

    private static string Machine(DomainDefinition definition) => TestMachine.Build(definition).Values("-machine")[0]!;
}
