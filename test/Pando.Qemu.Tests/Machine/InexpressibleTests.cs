using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Qemu.Tests.Machine;

/// <summary>What no option of QEMU can say is refused with that reason; what needs something else that is not there, too.</summary>
public sealed class InexpressibleTests
{
    private static DiskDevice Handed => new() { TargetName = "vda", Bus = DiskBus.Virtio, Source = new FileSource("/d/a.img") { DescriptorGroup = "a" } };

    private static InterfaceDevice WithRom => new() { Source = new UserNetworkSource(), Model = InterfaceModel.UsbNet, Rom = new OptionRom { Bar = true } };

    private static SerialDevice Interrupting => new() { Target = SerialTarget.IsaDebug, Port = 0, Address = new IsaAddress(0x402, 5) };

    public static TheoryData<string, DomainDefinition> Definitions => new()
    {
        { "<msrs>", TestMachine.Definition with { Features = new DomainFeatures { UnknownMsrs = UnknownMsrPolicy.Ignore } } },
        { "<timer name='rtc' present>", With(new ClockTimer { Name = TimerName.Rtc, Present = false }) },
        { "<timer name='tsc' mode>", With(new ClockTimer { Name = TimerName.Tsc, Mode = TscMode.Native }) },
        { "<timer name='hpet' tickpolicy>", With(new ClockTimer { Name = TimerName.Hpet, TickPolicy = TickPolicy.Delay }) },
        { "<timer name='rtc'><catchup>", With(new ClockTimer { Name = TimerName.Rtc, CatchUp = new TickCatchUp(1, 2, 3) }) },
        { "<qemu:capabilities>", TestMachine.Definition with { QemuExtras = new QemuExtras { RemovedCapabilities = ["blockdev"] } } },
        { "<qemu:device alias='net7'>", TestMachine.Definition with { QemuExtras = new QemuExtras { Overrides = [new DeviceOverride("net7", [])] } } },
        { "<smbios mode='sysinfo'>", TestMachine.Definition with { Os = TestMachine.Definition.Os with { Smbios = SmbiosMode.SysInfo } } },
        { "<smbios mode='host'>", TestMachine.Definition with { Os = TestMachine.Definition.Os with { Smbios = SmbiosMode.Host } } },
        { "<fibrechannel appid>", TestMachine.Definition with { Resource = new ResourcePartition { FibreChannelAppId = "db" } } },
        { "<disk> vda <source fdgroup>", TestMachine.With(static devices => devices with { Disks = [Handed] }) },
        { "<interface> usb-net <rom>", TestMachine.With(static devices => devices with { Interfaces = [WithRom] }) },
        { "<disk> fda <serial>", TestMachine.With(static devices => devices with { Disks = [new() { TargetName = "fda", Bus = DiskBus.Fdc, Kind = DiskKind.Floppy, Serial = "7" }] }) },
        { "<serial> isa-debugcon <address irq>", TestMachine.With(static devices => devices with { Serials = [Interrupting] }) },
        { "<launchSecurity type='sev'>", TestMachine.Definition with { LaunchSecurity = new SevLaunch { Policy = 1 } } },
    };

    [Theory]
    [MemberData(nameof(Definitions))]
    public void It_is_refused_and_named(string what, DomainDefinition definition)
    {
        CallerException refusal = Assert.Throws<CallerException>(() => TestMachine.Build(definition));

        Assert.Equal(ErrorCodes.Qemu.CannotExpress, refusal.Code);
        Assert.StartsWith($"QEMU cannot be given {what}: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("qemu.reason", refusal.Message, StringComparison.Ordinal);
    }

    private static DomainDefinition With(ClockTimer timer) => TestMachine.Definition with { Clock = new ClockDefinition { Timers = [timer] } };
}
