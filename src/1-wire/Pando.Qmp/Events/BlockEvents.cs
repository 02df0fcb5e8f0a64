using System.Text.Json;

namespace Pando.Qmp;

/// <summary>A disk request of the guest failed.</summary>
/// <param name="Device">The drive's name, empty for a drive made with -blockdev.</param>
/// <param name="NodeName">The block node, where QEMU knows it.</param>
/// <param name="QomPath">The device's path, where QEMU tells it (QEMU 8.2 and later).</param>
/// <param name="Operation"><c>read</c> or <c>write</c>.</param>
/// <param name="Action">What QEMU did: <c>ignore</c>, <c>report</c>, <c>stop</c>.</param>
/// <param name="NoSpace">True when the image could not grow: the host's disk is full.</param>
/// <param name="Reason">The system's words. For people.</param>
/// <param name="At">When.</param>
public sealed record BlockIoErrorEvent(
    string Device,
    string? NodeName,
    string? QomPath,
    string Operation,
    string Action,
    bool NoSpace,
    string Reason,
    DateTimeOffset At) : QmpEvent("BLOCK_IO_ERROR", At)
{
    internal static BlockIoErrorEvent Read(DateTimeOffset at, JsonElement data) => new(
        data.GetProperty("device"u8).GetString() ?? "",
        data.OptionalString("node-name"u8),
        data.OptionalString("qom-path"u8),
        data.GetProperty("operation"u8).GetString() ?? "",
        data.GetProperty("action"u8).GetString() ?? "",
        data.TryGetProperty("nospace"u8, out JsonElement noSpace) && noSpace.GetBoolean(),
        data.OptionalString("reason"u8) ?? "",
        at);
}

/// <summary>A block job completed, was cancelled, became ready, waits to be finalized, or met an error: by <see cref="QmpEvent.Name"/>.</summary>
/// <param name="Name">QEMU's name.</param>
/// <param name="JobId">The job; QEMU calls it "device" or, when pending, "id".</param>
/// <param name="Type"><c>mirror</c>, <c>commit</c>, <c>stream</c>, <c>backup</c>; empty for BLOCK_JOB_ERROR.</param>
/// <param name="LengthBytes">The whole; 0 where not told.</param>
/// <param name="OffsetBytes">How far it came; 0 where not told.</param>
/// <param name="Error">Why it failed, if it did.</param>
/// <param name="At">When.</param>
public sealed record BlockJobEvent(
    string Name,
    string JobId,
    string Type,
    long LengthBytes,
    long OffsetBytes,
    string? Error,
    DateTimeOffset At) : QmpEvent(Name, At)
{
    internal static BlockJobEvent Read(string name, DateTimeOffset at, JsonElement data) => new(
        name,
        data.OptionalString("device"u8) ?? data.GetProperty("id"u8).GetString() ?? "",
        data.OptionalString("type"u8) ?? "",
        data.TryGetProperty("len"u8, out JsonElement length) ? length.GetInt64() : 0,
        data.TryGetProperty("offset"u8, out JsonElement offset) ? offset.GetInt64() : 0,
        data.OptionalString("error"u8),
        at);
}

/// <summary>A job of QEMU came to another status.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Status">JobStatus: <c>created</c>, <c>running</c>, <c>ready</c>, <c>concluded</c>, <c>null</c>, …</param>
/// <param name="At">When.</param>
public sealed record JobStatusChangeEvent(string JobId, string Status, DateTimeOffset At) : QmpEvent("JOB_STATUS_CHANGE", At)
{
    internal static JobStatusChangeEvent Read(DateTimeOffset at, JsonElement data) =>
        new(data.GetProperty("id"u8).GetString() ?? "", data.GetProperty("status"u8).GetString() ?? "", at);
}

/// <summary>A node was written behind the offset that was set for it, which is forgotten by that.</summary>
/// <param name="NodeName">The node.</param>
/// <param name="Exceeded">By how many bytes.</param>
/// <param name="Threshold">The offset that was set.</param>
/// <param name="At">When.</param>
public sealed record BlockWriteThresholdEvent(string NodeName, long Exceeded, long Threshold, DateTimeOffset At) : QmpEvent("BLOCK_WRITE_THRESHOLD", At)
{
    internal static BlockWriteThresholdEvent Read(DateTimeOffset at, JsonElement data) => new(
        data.GetProperty("node-name"u8).GetString() ?? "",
        data.GetProperty("amount-exceeded"u8).GetInt64(),
        data.GetProperty("write-threshold"u8).GetInt64(),
        at);
}
