using System.Text.Json.Serialization;

namespace Pando.Qmp;

/// <summary>What has gone through the drives.</summary>
public sealed record QueryBlockstats() : QmpVerb<IReadOnlyList<BlockStatsInfo>>("query-blockstats");

/// <summary>What has gone through one drive.</summary>
/// <param name="Stats">The counters.</param>
/// <param name="QomPath">Its device; null for a node that no device has.</param>
/// <param name="NodeName">Its first node.</param>
/// <param name="Backing">The image below it; null where there is none.</param>
public sealed record BlockStatsInfo(
    BlockCounters Stats, [property: JsonPropertyName("qdev")] string? QomPath = null, string? NodeName = null, BlockStatsInfo? Backing = null);

/// <summary>Counters since QEMU was started.</summary>
/// <param name="RdBytes">Read, in bytes.</param>
/// <param name="WrBytes">Written, in bytes.</param>
/// <param name="RdOperations">Reads.</param>
/// <param name="WrOperations">Writes.</param>
/// <param name="FlushOperations">Flushes.</param>
/// <param name="RdTotalTimeNs">Spent on reads, in nanoseconds.</param>
/// <param name="WrTotalTimeNs">Spent on writes, in nanoseconds.</param>
/// <param name="FlushTotalTimeNs">Spent on flushes, in nanoseconds.</param>
/// <param name="WrHighestOffset">Behind the last byte that was ever written.</param>
/// <param name="FailedRdOperations">Reads that failed.</param>
/// <param name="FailedWrOperations">Writes that failed.</param>
public sealed record BlockCounters(
    [property: JsonPropertyName("rd_bytes")] long RdBytes,
    [property: JsonPropertyName("wr_bytes")] long WrBytes,
    [property: JsonPropertyName("rd_operations")] long RdOperations,
    [property: JsonPropertyName("wr_operations")] long WrOperations,
    [property: JsonPropertyName("flush_operations")] long FlushOperations,
    [property: JsonPropertyName("rd_total_time_ns")] long RdTotalTimeNs,
    [property: JsonPropertyName("wr_total_time_ns")] long WrTotalTimeNs,
    [property: JsonPropertyName("flush_total_time_ns")] long FlushTotalTimeNs,
    [property: JsonPropertyName("wr_highest_offset")] long WrHighestOffset = 0,
    [property: JsonPropertyName("failed_rd_operations")] long FailedRdOperations = 0,
    [property: JsonPropertyName("failed_wr_operations")] long FailedWrOperations = 0);

/// <summary>Begins to measure how quickly the guest writes into its memory; <see cref="QueryDirtyRate"/> tells.</summary>
/// <param name="Seconds">For how long.</param>
/// <param name="Mode"><c>page-sampling</c>, <c>dirty-bitmap</c> or <c>dirty-ring</c>; null for the first.</param>
public sealed record CalcDirtyRate([property: JsonPropertyName("calc-time")] int Seconds, string? Mode = null) : QmpVerb<Nothing>("calc-dirty-rate");

/// <summary>How quickly the guest wrote into its memory when that was measured last.</summary>
public sealed record QueryDirtyRate() : QmpVerb<DirtyRateInfo>("query-dirty-rate");

/// <summary>The answer to <see cref="QueryDirtyRate"/>.</summary>
/// <param name="Status"><c>unstarted</c>, <c>measuring</c> or <c>measured</c>.</param>
/// <param name="StartTimeSeconds">When it began, in seconds of QEMU's clock.</param>
/// <param name="PeriodSeconds">How long it takes.</param>
/// <param name="MiBPerSecond">The rate; null until it is measured.</param>
/// <param name="Mode">How it is measured.</param>
/// <param name="Vcpus">The rate of each virtual CPU, where the way of measuring tells it.</param>
public sealed record DirtyRateInfo(
    string Status,
    [property: JsonPropertyName("start-time")] long StartTimeSeconds,
    [property: JsonPropertyName("calc-time")] long PeriodSeconds,
    [property: JsonPropertyName("dirty-rate")] long? MiBPerSecond = null,
    string? Mode = null,
    [property: JsonPropertyName("vcpu-dirty-rate")] IReadOnlyList<VcpuDirtyRate>? Vcpus = null);

/// <summary>How quickly one virtual CPU wrote.</summary>
/// <param name="Id">Which.</param>
/// <param name="MiBPerSecond">The rate.</param>
public sealed record VcpuDirtyRate(int Id, [property: JsonPropertyName("dirty-rate")] long MiBPerSecond);
