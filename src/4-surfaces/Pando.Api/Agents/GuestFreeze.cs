namespace Pando.Api.Agents;

/// <summary>Which file systems are frozen, and for how long at most.</summary>
public sealed record GuestFreezeRequest
{
    /// <summary>Where they are mounted; absent or empty: all that can be frozen.</summary>
    public IReadOnlyList<string>? Mountpoints { get; init; }

    /// <summary>After how many seconds they are thawed by themselves, 1 to 86400; absent: ten minutes.</summary>
    public double? LimitSeconds { get; init; }
}

/// <summary>How many file systems were frozen or thawed.</summary>
public sealed record GuestFreezeCount
{
    /// <summary>How many.</summary>
    public required int Count { get; init; }
}

/// <summary>Whether file systems are frozen now.</summary>
public sealed record GuestFreezeStatus
{
    /// <summary>Whether they are.</summary>
    public required bool Frozen { get; init; }
}

/// <summary>How a guest is to tell its disks what is unused.</summary>
public sealed record GuestTrimRequest
{
    /// <summary>Shorter free runs are left alone, in bytes.</summary>
    public long? MinimumBytes { get; init; }
}

/// <summary>What became of one file system.</summary>
public sealed record GuestTrimResult
{
    /// <summary>Where it is mounted.</summary>
    public required string Mountpoint { get; init; }

    /// <summary>How much was trimmed, in bytes.</summary>
    public long? TrimmedBytes { get; init; }

    /// <summary>Why it was not, in the guest's words.</summary>
    public string? Error { get; init; }
}
