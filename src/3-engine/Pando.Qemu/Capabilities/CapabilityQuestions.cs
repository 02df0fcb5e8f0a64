using System.Text.Json;
using Pando.Model.Ports;
using Pando.Qmp;

namespace Pando.Qemu.Capabilities;

/// <summary>What is asked over QMP to learn what a QEMU can do, and how its answers are read.</summary>
internal static class CapabilityQuestions
{
    /// <summary>The device types whose optional properties decide about arguments.</summary>
    private static readonly string[] DevicesOfInterest =
    [
        "virtio-blk-pci", "virtio-net-pci", "virtio-balloon-pci", "virtio-rng-pci", "virtio-scsi-pci", "virtio-serial-pci",
        "virtio-gpu-pci", "virtio-vga", "VGA", "qxl-vga", "pcie-root-port", "qemu-xhci", "ide-hd", "ide-cd", "scsi-hd",
        "scsi-cd", "usb-storage", "isa-serial",
    ];

    public static async Task<QemuCapabilities> AskAsync(
        QmpSession session, QemuBinaryIdentity binary, Accelerator accelerator, CancellationToken cancellationToken)
    {
        Task<TResult> Ask<TResult>(QmpVerb<TResult> verb) => session.ExecuteAsync(verb, limit: null, cancellationToken);

        VersionInfo version = await Ask(new QueryVersion());
        (SevTraits? sev, string? refusal) = await SevAsync(session, accelerator, cancellationToken);
        HashSet<string> devices = Names(await Ask(new QomListTypes("device", Abstract: false)));
        return new QemuCapabilities
        {
            Binary = binary,
            Accelerator = accelerator,
            Version = $"{version.Qemu.Major}.{version.Qemu.Minor}.{version.Qemu.Micro}",
            Package = version.Package,
            Architecture = (await Ask(new QueryTarget())).Arch,
            Machines = [.. (await Ask(new QueryMachines())).Where(machine => !machine.Name.Equals("none", StringComparison.Ordinal)).Select(Machine)],
            CpuModels = await ProcessorQuestions.ModelsAsync(session, cancellationToken),
            HostProcessor = await ProcessorQuestions.HostAsync(session, accelerator, cancellationToken),
            HyperV = await ProcessorQuestions.HyperVAsync(session, accelerator, cancellationToken),
            Sev = sev,
            SevRefusal = refusal,
            Accelerators = Accelerators(await Ask(new QomListTypes("accel", Abstract: false))),
            Devices = devices,
            DeviceProperties = await PropertiesAsync(Ask, devices),
            Objects = Names(await Ask(new QomListTypes("user-creatable", Abstract: false))),
            Commands = (await Ask(new QueryCommands())).Select(command => command.Name).ToHashSet(StringComparer.Ordinal),
            SchemaFacts = SchemaFacts(await Ask(new QueryQmpSchema())),
            Options = Options(await Ask(new QueryCommandLineOptions())),
        };
    }

    /// <summary>Only KVM knows: without it the answer is always the same.</summary>
    private static async Task<(SevTraits?, string?)> SevAsync(QmpSession session, Accelerator accelerator, CancellationToken cancellationToken)
    {
        if (accelerator != Accelerator.Kvm)
        {
            return (null, null);
        }

        try
        {
            SevCapabilityInfo told = await session.ExecuteAsync(new QuerySevCapabilities(), limit: null, cancellationToken);
            return (new SevTraits(told.Cbitpos, told.ReducedPhysBits), null);
        }
        catch (QmpErrorException e)
        {
            return (null, e.Description);
        }
    }

    private static MachineType Machine(MachineInfo machine) => new(
        machine.Name, machine.Alias, machine.IsDefault, machine.CpuMax, machine.HotpluggableCpus, machine.Deprecated, machine.DefaultRamId);

    private static HashSet<string> Names(IEnumerable<ObjectTypeInfo> types) =>
        types.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> Accelerators(IEnumerable<ObjectTypeInfo> types)
    {
        const string suffix = "-accel";
        return types.Where(type => type.Name.EndsWith(suffix, StringComparison.Ordinal))
            .Select(type => type.Name[..^suffix.Length])
            .ToHashSet(StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> PropertiesAsync(
        Func<QmpVerb<IReadOnlyList<ObjectPropertyInfo>>, Task<IReadOnlyList<ObjectPropertyInfo>>> ask, HashSet<string> devices)
    {
        var known = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (string device in DevicesOfInterest.Where(devices.Contains))
        {
            IReadOnlyList<ObjectPropertyInfo> properties = await ask(new DeviceListProperties(device));
            known[device] = properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        }

        return known;
    }

    private static Dictionary<string, IReadOnlySet<string>> Options(IReadOnlyList<CommandLineOptionInfo> options) =>
        options.GroupBy(option => option.Option, StringComparer.Ordinal).ToDictionary(
            same => same.Key,
            IReadOnlySet<string> (same) => same.SelectMany(option => option.Parameters)
                .Select(parameter => parameter.Name)
                .ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);

    /// <summary>The features and argument names of the commands; types have numbers for names, so only commands are kept.</summary>
    private static HashSet<string> SchemaFacts(JsonElement schema)
    {
        Dictionary<string, JsonElement> byName = schema.EnumerateArray()
            .ToDictionary(entity => entity.GetProperty("name"u8).GetString()!, StringComparer.Ordinal);
        var facts = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, JsonElement command) in byName.Where(e => e.Value.GetProperty("meta-type"u8).ValueEquals("command"u8)))
        {
            if (command.TryGetProperty("features"u8, out JsonElement features))
            {
                facts.UnionWith(features.EnumerateArray().Select(feature => $"{name}:{feature.GetString()}"));
            }

            if (byName.TryGetValue(command.GetProperty("arg-type"u8).GetString()!, out JsonElement arguments)
                && arguments.TryGetProperty("members"u8, out JsonElement members))
            {
                facts.UnionWith(members.EnumerateArray().Select(member => $"{name}.{member.GetProperty("name"u8).GetString()}"));
            }
        }

        facts.UnionWith(CasesOf(byName, "blockdev-add").Select(name => $"blockdev-add.driver={name}"));
        facts.UnionWith(CasesOf(byName, "netdev_add").Select(name => $"netdev_add.type={name}"));
        facts.UnionWith(CasesOf(byName, "migrate", "channels", "addr").Select(name => $"migrate.channels.addr={name}"));
        return facts;
    }

    /// <summary>What a member of a command's arguments may be, where it is one of several (a union); nothing where there is no such member.</summary>
    private static IEnumerable<string> CasesOf(Dictionary<string, JsonElement> byName, string command, params ReadOnlySpan<string> path)
    {
        string? type = byName.TryGetValue(command, out JsonElement found) ? found.GetProperty("arg-type"u8).GetString() : null;
        foreach (string step in path)
        {
            type = Members(byName, type).FirstOrDefault(member => member.GetProperty("name"u8).ValueEquals(step)) is { ValueKind: JsonValueKind.Object } member
                ? member.GetProperty("type"u8).GetString()
                : null;
            while (type is not null && byName.TryGetValue(type, out JsonElement several) && several.TryGetProperty("element-type"u8, out JsonElement element))
            {
                type = element.GetString();
            }
        }

        return type is not null && byName.TryGetValue(type, out JsonElement union) && union.TryGetProperty("variants"u8, out JsonElement variants)
            ? [.. variants.EnumerateArray().Select(variant => variant.GetProperty("case"u8).GetString()!)]
            : [];
    }

    private static IEnumerable<JsonElement> Members(Dictionary<string, JsonElement> byName, string? type) =>
        type is not null && byName.TryGetValue(type, out JsonElement found) && found.TryGetProperty("members"u8, out JsonElement members)
            ? members.EnumerateArray()
            : [];
}
