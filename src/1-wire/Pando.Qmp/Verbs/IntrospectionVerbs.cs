using System.Text.Json;

namespace Pando.Qmp;

/// <summary>The machine types that this QEMU knows.</summary>
public sealed record QueryMachines() : QmpVerb<IReadOnlyList<MachineInfo>>("query-machines");

/// <summary>One machine type.</summary>
/// <param name="Name">Its name: <c>pc-q35-7.2</c>.</param>
/// <param name="CpuMax">The most virtual CPUs.</param>
/// <param name="Deprecated">QEMU's advice against it.</param>
/// <param name="HotpluggableCpus">Whether CPUs can be plugged.</param>
/// <param name="Alias">Its short name: <c>q35</c>.</param>
/// <param name="IsDefault">True for the one taken when none is asked for.</param>
/// <param name="DefaultCpuType">The CPU when none is asked for, as a QOM type.</param>
/// <param name="DefaultRamId">What a memory backend must be called to be taken as the first memory.</param>
public sealed record MachineInfo(
    string Name,
    int CpuMax,
    bool Deprecated,
    bool HotpluggableCpus,
    string? Alias = null,
    bool IsDefault = false,
    string? DefaultCpuType = null,
    string? DefaultRamId = null);

/// <summary>The options of the command line that QEMU can list; by far not all.</summary>
public sealed record QueryCommandLineOptions() : QmpVerb<IReadOnlyList<CommandLineOptionInfo>>("query-command-line-options");

/// <summary>One option.</summary>
/// <param name="Option">Its name, without the dash.</param>
/// <param name="Parameters">Its keys, where known.</param>
public sealed record CommandLineOptionInfo(string Option, IReadOnlyList<CommandLineParameterInfo> Parameters);

/// <summary>One key of an option.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type"><c>string</c>, <c>boolean</c>, <c>number</c> or <c>size</c>.</param>
public sealed record CommandLineParameterInfo(string Name, string Type);

/// <summary>Everything that this QMP can say, as introspection data (docs/devel/qapi-code-gen, "Client JSON Protocol introspection").</summary>
public sealed record QueryQmpSchema() : QmpVerb<JsonElement>("query-qmp-schema");

/// <summary>The commands of this QMP.</summary>
public sealed record QueryCommands() : QmpVerb<IReadOnlyList<CommandInfo>>("query-commands");

/// <summary>One command.</summary>
/// <param name="Name">Its name.</param>
public sealed record CommandInfo(string Name);

/// <summary>What the host's processor has of SEV. Refused where it has none, and where QEMU runs no guest on KVM.</summary>
public sealed record QuerySevCapabilities() : QmpVerb<SevCapabilityInfo>("query-sev-capabilities");

/// <summary>The answer to <see cref="QuerySevCapabilities"/>.</summary>
/// <param name="Cbitpos">The bit of an address in page tables that says that a page is encrypted.</param>
/// <param name="ReducedPhysBits">How many bits of physical addresses are lost by it.</param>
public sealed record SevCapabilityInfo(int Cbitpos, int ReducedPhysBits);

/// <summary>The target that this QEMU emulates.</summary>
public sealed record QueryTarget() : QmpVerb<TargetInfo>("query-target");

/// <summary>The answer to <see cref="QueryTarget"/>.</summary>
/// <param name="Arch">The architecture: <c>x86_64</c>.</param>
public sealed record TargetInfo(string Arch);
