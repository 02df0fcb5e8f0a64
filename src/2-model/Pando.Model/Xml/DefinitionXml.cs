using System.Text;
using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml.Devices;
using Pando.Model.Xml.Features;
using Pando.Model.Xml.Firmware;
using Pando.Model.Xml.Security;
using Pando.Model.Xml.Tuning;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>domain</c> element.</summary>
internal static class DefinitionXml
{
    private const int LongestName = 255;

    public static DomainDefinition Read(ElementReader domain)
    {
        if (domain.Name != "domain")
        {
            throw domain.Fails(ErrorCodes.Definition.NotADomain, ("found", domain.Name));
        }
        ForeignElements.Refuse(domain);
        // The number of a run says nothing about the machine; libvirt ignores it as well.
        domain.Ignore("id");
        var type = domain.RequiredWord<DomainType>("type");
        var (vcpus, current) = VcpusXml.Read(domain);
        var states = VcpusXml.States(domain, vcpus);
        var (placement, cpuSet) = VcpusXml.Placement(domain);
        var cpu = domain.Child("cpu") is { } element ? CpuXml.Read(element, vcpus) : null;
        var (memoryKiB, currentKiB) = MemoryXml.Read(domain, cpu?.Numa);
        var threads = IoThreadsXml.Read(domain);
        var os = OsXml.Read(domain.RequiredChild("os"));
        var id = domain.Child("uuid") is { } uuid ? Id(uuid) : default;
        var definition = new DomainDefinition
        {
            Type = type,
            Id = id,
            GenerationId = domain.Child("genid") is { } generation ? (generation.Text() is null ? default : Id(generation)) : null,
            Name = Named(domain.RequiredChild("name")),
            Title = domain.Child("title") is { } title ? OneLine(title) : null,
            Description = domain.Child("description")?.Text(),
            Metadata = domain.Child("metadata") is { } metadata ? MetadataXml.Read(metadata) : [],
            MemoryKiB = memoryKiB,
            CurrentMemoryKiB = currentKiB,
            DumpMemory = MemoryXml.DumpCore(domain),
            MaxMemory = MemoryXml.Most(domain, cpu?.Numa is { MemoryKiB: > 0 and var cells } ? cells : memoryKiB),
            MemoryBacking = domain.Child("memoryBacking") is { } backing ? MemoryBackingXml.Read(backing, cpu?.Numa) : new(),
            MemoryTuning = domain.Child("memtune") is { } memoryTuning ? MemoryTuningXml.Read(memoryTuning) : new(),
            NumaTuning = domain.Child("numatune") is { } numaTuning ? NumaTuningXml.Read(numaTuning, cpu?.Numa) : new(),
            BlockIoTuning = domain.Child("blkiotune") is { } blockTuning ? BlockIoTuningXml.Read(blockTuning) : new(),
            Vcpus = vcpus,
            VcpusCurrent = states.IsEmpty ? current : states.Items.Count(state => state.Enabled),
            VcpuStates = states,
            VcpuPlacement = placement,
            CpuSet = cpuSet,
            IoThreads = threads,
            DefaultIoThread = IoThreadsXml.Default(domain),
            CpuTuning = domain.Child("cputune") is { } cpuTuning ? CpuTuningXml.Read(cpuTuning, type, vcpus, threads) : new(),
            Resource = domain.Child("resource") is { } resource ? ResourcePartitionXml.Read(resource) : null,
            SysInfo = SysInfoXml.ReadSmbios(domain, id),
            FirmwareConfig = SysInfoXml.ReadFirmwareConfig(domain),
            Os = os,
            Features = domain.Child("features") is { } features ? FeaturesXml.Read(features, FirmwareRules.IsExpress(os.Machine)) : new(),
            Cpu = cpu,
            Clock = domain.Child("clock") is { } clock ? ClockXml.Read(clock) : new(),
            OnPowerOff = Action(domain, "on_poweroff", LifecycleAction.Destroy),
            OnReboot = Action(domain, "on_reboot", LifecycleAction.Restart),
            OnCrash = Action(domain, "on_crash", LifecycleAction.Destroy),
            OnLockFailure = domain.Child("on_lockfailure")?.TextWord<LockFailureAction>(),
            PowerManagement = domain.Child("pm") is { } power ? PowerXml.Read(power) : new(),
            PerfEvents = domain.Child("perf") is { } perf ? PerfXml.Read(perf) : [],
            Devices = domain.Child("devices") is { } devices ? DevicesXml.ReadWhole(devices) : new(),
            Seclabels = SeclabelXml.Read(domain),
            QemuExtras = QemuExtrasXml.Read(domain),
            LaunchSecurity = domain.Child("launchSecurity") is { } launch ? LaunchSecurityXml.Read(launch) : null,
        };
        FirmwareRules.Check(domain, definition);
        IoThreadUses.Check(domain, definition);
        return BootOrders.Checked(definition, domain);
    }

    public static XElement Write(DomainDefinition definition, DomainXmlOptions options) => new("domain",
        Word<DomainType>("type", definition.Type),
        QemuExtrasXml.Declaration(definition.QemuExtras),
        options.Live ? Attribute("id", (long?)options.RunId) : null,
        Text("name", definition.Name),
        definition.Id == default ? null : Text("uuid", definition.Id.ToString()),
        definition.GenerationId is not { } generation ? null : new XElement("genid", generation == default ? null : generation.ToString()),
        Text("title", definition.Title),
        Text("description", definition.Description),
        MetadataXml.Write(definition.Metadata),
        MemoryXml.Write(definition),
        BlockIoTuningXml.Write(definition.BlockIoTuning),
        MemoryTuningXml.Write(definition.MemoryTuning),
        MemoryBackingXml.Write(definition.MemoryBacking),
        VcpusXml.Write(definition),
        IoThreadsXml.Write(definition),
        CpuTuningXml.Write(definition.CpuTuning),
        NumaTuningXml.Write(definition.NumaTuning),
        definition.Resource is { } resource ? ResourcePartitionXml.Write(resource) : null,
        SysInfoXml.Write(definition),
        OsXml.Write(definition.Os),
        FeaturesXml.Write(definition.Features),
        definition.Cpu is null ? null : CpuXml.Write(definition.Cpu),
        ClockXml.Write(definition.Clock),
        Text("on_poweroff", XmlWords<LifecycleAction>.Of(definition.OnPowerOff)),
        Text("on_reboot", XmlWords<LifecycleAction>.Of(definition.OnReboot)),
        Text("on_crash", XmlWords<LifecycleAction>.Of(definition.OnCrash)),
        definition.OnLockFailure is not { } lost ? null : Text("on_lockfailure", XmlWords<LockFailureAction>.Of(lost)),
        PowerXml.Write(definition.PowerManagement),
        PerfXml.Write(definition.PerfEvents),
        DevicesXml.Write(definition.Devices, options),
        SeclabelXml.Write(definition.Seclabels, options.Live),
        QemuExtrasXml.Write(definition.QemuExtras),
        definition.LaunchSecurity is { } launch ? LaunchSecurityXml.Write(launch) : null);

    private static DomainId Id(ElementReader uuid)
    {
        var text = uuid.RequiredText().Trim();
        return DomainId.TryParse(text, out var id) && id != default ? id : throw uuid.BadValue(null, text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, ≠ 0");
    }

    private static string Named(ElementReader name)
    {
        var text = name.RequiredText();
        // A name becomes a file name: one of dots only would be a folder's own, and control characters upset terminals.
        var good = Encoding.UTF8.GetByteCount(text) <= LongestName && !string.IsNullOrWhiteSpace(text)
            && text.Any(letter => letter != '.') && !text.Any(letter => letter == '/' || char.IsControl(letter));
        return good ? text : throw name.BadValue(null, text, "1…255 bytes, ≠ '/', '.', '..', \\n");
    }

    private static string? OneLine(ElementReader title)
    {
        var text = title.Text();
        return text is null || !text.Contains('\n', StringComparison.Ordinal) ? text : throw title.BadValue(null, text, "≠ \\n");
    }

    private static LifecycleAction Action(ElementReader domain, string name, LifecycleAction absent)
    {
        if (domain.Child(name) is not { } element)
        {
            return absent;
        }
        var action = element.TextWord<LifecycleAction>();
        var dumps = action is LifecycleAction.CoredumpDestroy or LifecycleAction.CoredumpRestart;
        return dumps && name != "on_crash" ? throw element.BadValue(null, XmlWords<LifecycleAction>.Of(action), "destroy | restart | preserve") : action;
    }
}
