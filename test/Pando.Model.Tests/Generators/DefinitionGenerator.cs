using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Whole definitions, of everything the records can say.</summary>
internal static class DefinitionGenerator
{
    /// <summary>Any definition, with what belongs to a run of the machine.</summary>
    public static Gen<DomainDefinition> Definitions =>
        from name in Line.Where(name => name.Trim().Trim('.').Length > 0 && name.Length < 60)
        from memory in Gen.Choose(1, 1 << 30)
        from current in Gen.Choose(1, memory)
        from topology in Maybe(Gen.Choose(1, 4).Four().Select(t => new CpuTopology(t.Item1, t.Item2, t.Item3, t.Item4)))
        from free in Gen.Choose(1, 64)
        let vcpus = topology is null ? free : topology.Sockets * topology.Dies * topology.Cores * topology.Threads
        from online in Gen.Choose(1, vcpus)
        from bare in Gen.Constant(new DomainDefinition
        {
            Name = name,
            MemoryKiB = memory,
            CurrentMemoryKiB = current,
            Vcpus = vcpus,
            VcpusCurrent = online,
        })
            .With(Any<DomainType>(), (d, v) => d with { Type = v })
            .With(Bool, (d, v) => d with { Id = v ? new DomainId(Guid.Parse("5f0e2b1a-0000-4000-8000-000000000001")) : default })
            .With(Maybe(Line), (d, v) => d with { Title = v })
            .With(Maybe(AnyText), (d, v) => d with { Description = v })
            .With(Several(2, Metadata), (d, v) => d with { Metadata = v })
            .With(Os, (d, v) => d with { Os = v })
            .With(Features, (d, v) => d with { Features = v })
            .With(Maybe(ProcessorGenerators.Cpu(topology, vcpus)), (d, v) => d with { Cpu = v ?? (topology is null ? null : new CpuDefinition { Topology = topology }) })
            .With(MemoryGenerators.Memory, (d, v) => v(d))
            .With(ProcessorGenerators.Threads, (d, v) => v(d))
            .With(TuningGenerators.Tuning, (d, v) => v(d))
            .With(SecurityGenerators.Seclabels, (d, v) => d with { Seclabels = v })
            .With(Clock, (d, v) => d with { Clock = v })
            .With(Gen.Elements(LifecycleAction.Destroy, LifecycleAction.Restart, LifecycleAction.Preserve), (d, v) => d with { OnPowerOff = v, OnReboot = v })
            .With(Any<LifecycleAction>(), (d, v) => d with { OnCrash = v })
            .With(MaybeBool, (d, v) => d with { PowerManagement = d.PowerManagement with { SuspendToMemory = v } })
            .With(MaybeBool, (d, v) => d with { PowerManagement = d.PowerManagement with { SuspendToDisk = v } })
            .With(DeviceGenerators.Devices, (d, v) => d with { Devices = v })
        from orders in Bool
        select orders ? BootInOrder(bare) : bare;

    /// <summary>Definitions as they are asked for.</summary>
    public static Gen<DomainDefinition> Asked => Definitions.Select(definition => RunFacts.LeaveAway(definition) with { Devices = RunFacts.LeaveAway(definition.Devices) });

    // Single devices have orders only where no kinds are named.
    private static DomainDefinition BootInOrder(DomainDefinition definition) => definition with
    {
        Os = definition.Os with { BootDevices = [] },
        Devices = definition.Devices with
        {
            Disks = definition.Devices.Disks.Items.Select((disk, n) => disk with { BootOrder = n + 1 }).ToEquatableArray(),
            Interfaces = definition.Devices.Interfaces.Items.Select((card, n) => card with { BootOrder = n + 100 }).ToEquatableArray(),
        },
    };

    private static Gen<MetadataElement> Metadata(int number) =>
        from text in AnyText
        from value in Line
        let space = (XNamespace)$"http://example.org/{number}"
        let element = new XElement(space + "kept", new XAttribute(XNamespace.Xmlns + "k", space.NamespaceName), new XAttribute("a", value), new XElement(space + "b"), "\n  ", new XElement(space + "c", text))
        select new MetadataElement(space.NamespaceName, AsRead(element));

    // As it comes from a document: the text that a definition keeps.
    private static string AsRead(XElement element)
    {
        var text = new System.Text.StringBuilder();
        using (var writer = System.Xml.XmlWriter.Create(text, new() { OmitXmlDeclaration = true, NewLineHandling = System.Xml.NewLineHandling.Entitize }))
        {
            element.WriteTo(writer);
        }
        return text.ToString();
    }

    private static Gen<OsDefinition> Os =>
        from kernel in Maybe(FilePath)
        from initrd in Maybe(FilePath)
        from arguments in Maybe(AnyText)
        from os in Gen.Constant(new OsDefinition
        {
            KernelPath = kernel,
            InitrdPath = kernel is null ? null : initrd,
            KernelArguments = kernel is null ? null : arguments,
        })
            .With(Gen.Elements<string?>("x86_64", null), (d, v) => d with { Architecture = v })
            .With(Gen.Elements<string?>("q35", "pc", "pc-q35-7.2", "pc-i440fx-7.2", null), (d, v) => d with { Machine = v })
            .With(MaybeAny<FirmwareKind>(), (d, v) => d with { Firmware = v })
            .With(from names in Some<FirmwareFeatureName>() from enabled in Bool select names.Items.Select(n => new FirmwareFeature(n, enabled)).ToEquatableArray(), (d, v) => d with { FirmwareFeatures = v })
            .With(Maybe(Loader), (d, v) => d with { Loader = v })
            .With(Maybe(from path in Maybe(FilePath) from template in Maybe(FilePath) select new NvramDefinition { Path = path, TemplatePath = template }), (d, v) => d with { Nvram = v })
            .With(Some<BootDevice>(), (d, v) => d with { BootDevices = v })
            .With(Maybe(from enabled in Bool from wait in MaybeNumber(0, 65535) select new BootMenu(enabled, wait)), (d, v) => d with { BootMenu = v })
        select os;

    private static Gen<LoaderDefinition> Loader =>
        Gen.Constant(new LoaderDefinition())
            .With(Maybe(FilePath), (d, v) => d with { Path = v })
            .With(MaybeAny<LoaderType>(), (d, v) => d with { Type = v })
            .With(MaybeBool, (d, v) => d with { ReadOnly = v })
            .With(MaybeBool, (d, v) => d with { Secure = v });

    private static Gen<DomainFeatures> Features =>
        Gen.Constant(new DomainFeatures())
            .With(Bool, (d, v) => d with { Acpi = v })
            .With(Bool, (d, v) => d with { Apic = v })
            .With(MaybeBool, (d, v) => d with { ApicEoi = d.Apic ? v : null })
            .With(Bool, (d, v) => d with { Pae = v })
            .With(MaybeBool, (d, v) => d with { Smm = v })
            .With(MaybeBool, (d, v) => d with { VmPort = v })
            .With(MaybeBool, (d, v) => d with { PvSpinLock = v })
            .With(MaybeBool, (d, v) => d with { KvmHidden = v });

    private static Gen<ClockDefinition> Clock =>
        from offset in Any<ClockOffset>()
        from zone in Line
        from seconds in Gen.Choose(-100_000, 100_000)
        from basis in Any<ClockBasis>()
        from names in Some<TimerName>()
        from timer in Gen.Constant(new ClockTimer { Name = TimerName.Rtc })
            .With(MaybeBool, (d, v) => d with { Present = v })
            .With(MaybeAny<TickPolicy>(), (d, v) => d with { TickPolicy = v })
            .With(MaybeAny<TimerTrack>(), (d, v) => d with { Track = v })
            .With(MaybeNumber(1, int.MaxValue), (d, v) => d with { FrequencyHz = v })
        select new ClockDefinition
        {
            Offset = offset,
            TimeZone = offset == ClockOffset.TimeZone ? zone : null,
            AdjustmentSeconds = offset == ClockOffset.Variable ? seconds : 0,
            Basis = offset == ClockOffset.Variable ? basis : null,
            Timers = names.Items.Select(name => timer with { Name = name }).ToEquatableArray(),
        };
}
