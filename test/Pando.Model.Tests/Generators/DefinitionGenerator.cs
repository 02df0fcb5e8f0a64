using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
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
            // More than its memory devices have between them.
            MemoryKiB = Math.Max(memory, 1 << 16),
            CurrentMemoryKiB = current,
            Vcpus = vcpus,
            VcpusCurrent = online,
        })
            .With(Any<DomainType>(), (d, v) => d with { Type = v })
            .With(Bool, (d, v) => d with { Id = v ? new DomainId(Guid.Parse("5f0e2b1a-0000-4000-8000-000000000001")) : default })
            .With(Maybe(Line), (d, v) => d with { Title = v })
            .With(Maybe(AnyText), (d, v) => d with { Description = v })
            .With(Several(2, Metadata), (d, v) => d with { Metadata = v })
            .With(FirmwareGenerators.Os, (d, v) => d with { Os = v })
            .With(FeatureGenerators.Features, (d, v) => d with { Features = FirmwareGenerators.Needed(v, d.Os) })
            .With(FirmwareGenerators.SysInfo, (d, v) => v(d))
            .With(Maybe(ProcessorGenerators.Cpu(topology, vcpus)), (d, v) => d with { Cpu = v ?? (topology is null ? null : new CpuDefinition { Topology = topology }) })
            .With(MemoryGenerators.Memory, (d, v) => v(d))
            .With(ProcessorGenerators.Threads, (d, v) => v(d))
            .With(TuningGenerators.Tuning, (d, v) => v(d))
            .With(SecurityGenerators.Seclabels, (d, v) => d with { Seclabels = v })
            .With(Maybe(SecurityGenerators.Launch), (d, v) => d with { LaunchSecurity = v })
            .With(ClockGenerators.Clock, (d, v) => d with { Clock = v })
            .With(Gen.Elements(LifecycleAction.Destroy, LifecycleAction.Restart, LifecycleAction.Preserve), (d, v) => d with { OnPowerOff = v, OnReboot = v })
            .With(Any<LifecycleAction>(), (d, v) => d with { OnCrash = v })
            .With(MaybeBool, (d, v) => d with { PowerManagement = d.PowerManagement with { SuspendToMemory = v } })
            .With(MaybeBool, (d, v) => d with { PowerManagement = d.PowerManagement with { SuspendToDisk = v } })
            .With(Several(3, n => Bool.Select(enabled => new PerfEvent((PerfEventName)(n * 5), enabled))), (d, v) => d with { PerfEvents = v })
            .With(MaybeAny<LockFailureAction>(), (d, v) => d with { OnLockFailure = v })
            .With(QemuExtrasGenerators.Extras, (d, v) => d with { QemuExtras = v })
            .With(DeviceGenerators.Devices, (d, v) => d with { Devices = v })
        from orders in Bool
        let sane = WithIoThreads(FirmwareGenerators.Speaking(bare))
        select orders ? BootInOrder(sane) : sane;

    /// <summary>Definitions as they are asked for.</summary>
    public static Gen<DomainDefinition> Asked => Definitions.Select(definition => RunFacts.LeaveAway(definition) with { Devices = RunFacts.LeaveAway(definition.Devices) });

    // Whoever can names one of the threads that are there.
    private static DomainDefinition WithIoThreads(DomainDefinition definition) => definition.IoThreads.IsEmpty ? definition : definition with
    {
        Devices = definition.Devices with
        {
            Disks = definition.Devices.Disks.Items.Select((disk, n) => disk is { Bus: DiskBus.Virtio, Source: not VhostUserSource }
                ? disk with { Driver = disk.Driver with { IoThread = definition.IoThreads[n % definition.IoThreads.Count].Id } }
                : disk).ToEquatableArray(),
        },
    };

    // Single devices have orders only where no kinds are named.
    private static DomainDefinition BootInOrder(DomainDefinition definition) => definition with
    {
        Os = definition.Os with { BootDevices = [] },
        Devices = definition.Devices with
        {
            Disks = definition.Devices.Disks.Items.Select((disk, n) => disk with { BootOrder = n + 1 }).ToEquatableArray(),
            Filesystems = definition.Devices.Filesystems.Items
                .Select((shared, n) => shared.Driver == FilesystemDriver.VirtioFs ? shared with { BootOrder = n + 300 } : shared).ToEquatableArray(),
            Interfaces = definition.Devices.Interfaces.Items.Select((card, n) => card with { BootOrder = n + 100 }).ToEquatableArray(),
            Redirections = definition.Devices.Redirections.Items.Select((port, n) => port with { BootOrder = n + 200 }).ToEquatableArray(),
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
}
