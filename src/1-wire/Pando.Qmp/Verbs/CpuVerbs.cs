using System.Text.Json;

namespace Pando.Qmp;

/// <summary>The virtual CPUs, without stopping them.</summary>
public sealed record QueryCpusFast() : QmpVerb<IReadOnlyList<CpuInfo>>("query-cpus-fast");

/// <summary>One virtual CPU.</summary>
/// <param name="CpuIndex">Its number.</param>
/// <param name="ThreadId">The host's thread that runs it.</param>
/// <param name="QomPath">Its QOM path.</param>
public sealed record CpuInfo(int CpuIndex, int ThreadId, string QomPath);

/// <summary>The CPU models that this QEMU knows, and which of them the accelerator can give.</summary>
public sealed record QueryCpuDefinitions() : QmpVerb<IReadOnlyList<CpuDefinitionInfo>>("query-cpu-definitions");

/// <summary>One CPU model.</summary>
/// <param name="Name">As given to -cpu.</param>
/// <param name="Static">True when it is the same in every QEMU.</param>
/// <param name="Deprecated">QEMU's advice against it.</param>
/// <param name="Typename">Its QOM type.</param>
/// <param name="MigrationSafe">True when a migration between hosts is safe.</param>
/// <param name="UnavailableFeatures">What the accelerator lacks for it; empty when it can run; null when QEMU does not say.</param>
/// <param name="AliasOf">The versioned model it stands for.</param>
public sealed record CpuDefinitionInfo(
    string Name,
    bool Static,
    bool Deprecated,
    string Typename,
    bool? MigrationSafe = null,
    IReadOnlyList<string>? UnavailableFeatures = null,
    string? AliasOf = null);

/// <summary>What a CPU model consists of on this host.</summary>
/// <param name="Type"><c>static</c> or <c>full</c>.</param>
/// <param name="Model">The model to expand.</param>
public sealed record QueryCpuModelExpansion(string Type, CpuModelInfo Model)
    : QmpVerb<CpuModelExpansionInfo>("query-cpu-model-expansion");

/// <summary>A CPU model with changes to it.</summary>
/// <param name="Name">The model.</param>
/// <param name="Props">Its properties.</param>
public sealed record CpuModelInfo(string Name, JsonElement? Props = null);

/// <summary>The answer to <see cref="QueryCpuModelExpansion"/>.</summary>
/// <param name="Model">The expanded model.</param>
public sealed record CpuModelExpansionInfo(CpuModelInfo Model);
