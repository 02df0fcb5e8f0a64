using System.Text.Json;
using System.Text.Json.Serialization;

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

/// <summary>The places for virtual CPUs, the last one first.</summary>
public sealed record QueryHotpluggableCpus() : QmpVerb<IReadOnlyList<HotpluggableCpu>>("query-hotpluggable-cpus");

/// <summary>A place for virtual CPUs.</summary>
/// <param name="Type">The device that goes there.</param>
/// <param name="VcpusCount">How many CPUs it is.</param>
/// <param name="Props">Its place: <c>socket-id</c>, <c>core-id</c>, <c>thread-id</c>…; properties of the device.</param>
/// <param name="QomPath">The device that is there; null where the place is free.</param>
public sealed record HotpluggableCpu(string Type, int VcpusCount, JsonElement Props, string? QomPath = null);

/// <summary>The I/O threads.</summary>
public sealed record QueryIothreads() : QmpVerb<IReadOnlyList<IoThreadInfo>>("query-iothreads");

/// <summary>One I/O thread.</summary>
/// <param name="Id">Its object.</param>
/// <param name="ThreadId">The host's thread.</param>
/// <param name="PollMaxNs">The longest that it polls before it sleeps, in nanoseconds.</param>
/// <param name="PollGrow">How polling grows.</param>
/// <param name="PollShrink">How polling shrinks.</param>
public sealed record IoThreadInfo(
    string Id, int ThreadId, [property: JsonPropertyName("poll-max-ns")] long PollMaxNs = 0, long PollGrow = 0, long PollShrink = 0);
