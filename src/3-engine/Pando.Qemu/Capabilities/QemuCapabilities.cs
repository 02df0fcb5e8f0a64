using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Qemu.Capabilities;

/// <summary>What one QEMU program can do under one accelerator, by its own account. Nothing here is concluded from a version.</summary>
public sealed record QemuCapabilities
{
    /// <summary>Which program was asked.</summary>
    public required QemuBinaryIdentity Binary { get; init; }

    /// <summary>The accelerator it was asked under; only <see cref="CpuModels"/> and <see cref="HostProcessor"/> depend on it.</summary>
    public required Accelerator Accelerator { get; init; }

    /// <summary>The release, to show: <c>7.2.22</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The distribution's own version text, to show.</summary>
    public required string Package { get; init; }

    /// <summary>The architecture it emulates: <c>x86_64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The machine types.</summary>
    public required IReadOnlyList<MachineType> Machines { get; init; }

    /// <summary>The processor models and whether this accelerator can give them.</summary>
    public required IReadOnlyList<CpuModel> CpuModels { get; init; }

    /// <summary>All that the accelerator can give a guest that may move to another host; null when QEMU does not say.</summary>
    public ProcessorTraits? HostProcessor { get; init; }

    /// <summary>What of Hyper-V the accelerator can show a guest, in the words of definitions; null when QEMU does not say.</summary>
    public IReadOnlyList<string>? HyperV { get; init; }

    /// <summary>What the host has of SEV; null where it has none.</summary>
    public SevTraits? Sev { get; init; }

    /// <summary>QEMU's own words on why the host has none; null where it has, or was not asked.</summary>
    public string? SevRefusal { get; init; }

    /// <summary>The accelerators built in: <c>kvm</c>, <c>tcg</c>.</summary>
    public required IReadOnlySet<string> Accelerators { get; init; }

    /// <summary>The device types, modules included.</summary>
    public required IReadOnlySet<string> Devices { get; init; }

    /// <summary>The properties of those device types that arguments depend on.</summary>
    public required IReadOnlyDictionary<string, IReadOnlySet<string>> DeviceProperties { get; init; }

    /// <summary>The types that -object makes.</summary>
    public required IReadOnlySet<string> Objects { get; init; }

    /// <summary>The commands of QMP.</summary>
    public required IReadOnlySet<string> Commands { get; init; }

    /// <summary>What the schema says of itself: <c>device_add:json-cli</c>, <c>screendump.format</c>.</summary>
    public required IReadOnlySet<string> SchemaFacts { get; init; }

    /// <summary>The options of the command line that QEMU lists, each with its keys.</summary>
    public required IReadOnlyDictionary<string, IReadOnlySet<string>> Options { get; init; }

    /// <summary>Finds a machine type by its name or its alias.</summary>
    /// <exception cref="CallerException"><c>qemu.unknown-machine</c>.</exception>
    public MachineType Machine(string nameOrAlias) =>
        Machines.FirstOrDefault(machine => machine.Name.Equals(nameOrAlias, StringComparison.Ordinal))
        ?? Machines.FirstOrDefault(machine => nameOrAlias.Equals(machine.Alias, StringComparison.Ordinal))
        ?? throw new CallerException(ErrorCodes.Qemu.UnknownMachine, ("machine", nameOrAlias), ("path", Binary.Path));

    /// <summary>Finds a processor model by its name.</summary>
    /// <exception cref="CallerException"><c>qemu.unknown-cpu</c>.</exception>
    public CpuModel CpuModel(string name) =>
        CpuModels.FirstOrDefault(model => model.Name.Equals(name, StringComparison.Ordinal))
        ?? throw new CallerException(ErrorCodes.Qemu.UnknownCpu, ("model", name), ("path", Binary.Path));

    /// <summary>What a model is made of; null when QEMU does not say.</summary>
    public ProcessorTraits? Traits(CpuModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.AliasOf is { } name
            ? CpuModels.FirstOrDefault(other => other.Name.Equals(name, StringComparison.Ordinal))?.Traits
            : model.Traits;
    }

    /// <summary>Whether a device type takes a property. Only for types that were asked for it.</summary>
    public bool Has(string device, string property) =>
        DeviceProperties.TryGetValue(device, out IReadOnlySet<string>? properties) && properties.Contains(property);

    /// <summary>Makes sure that an object type is there.</summary>
    /// <exception cref="CallerException"><c>qemu.missing-device</c>.</exception>
    public void RequireObject(string type)
    {
        if (!Objects.Contains(type))
        {
            throw new CallerException(ErrorCodes.Qemu.MissingDevice, ("device", type), ("path", Binary.Path));
        }
    }

    /// <summary>Makes sure that a device type is there.</summary>
    /// <exception cref="CallerException"><c>qemu.missing-device</c>.</exception>
    public void Require(string device)
    {
        if (!Devices.Contains(device))
        {
            throw new CallerException(ErrorCodes.Qemu.MissingDevice, ("device", device), ("path", Binary.Path));
        }
    }
}
