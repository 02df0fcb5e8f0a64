namespace Pando.Api.Saving;

/// <summary>What is being done to a machine, in libvirt's terms of a job.</summary>
public sealed record MachineJob
{
    /// <summary><c>none</c>, <c>bounded</c> (how much there is is known) or <c>unbounded</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What is done, as the job says it: <c>machine.save</c>; absent for none.</summary>
    public string? Operation { get; init; }

    /// <summary>The job, for everything else that is known of it; absent for none.</summary>
    public string? Job { get; init; }

    /// <summary>Since it began, in milliseconds.</summary>
    public long? TimeElapsedMs { get; init; }

    /// <summary>The time left at this rate, in milliseconds.</summary>
    public long? TimeRemainingMs { get; init; }

    /// <summary>All there is to do, in bytes.</summary>
    public long? DataTotal { get; init; }

    /// <summary>What is done of it.</summary>
    public long? DataProcessed { get; init; }

    /// <summary>What is left of it.</summary>
    public long? DataRemaining { get; init; }

    /// <summary>Bytes a second, lately.</summary>
    public double? Rate { get; init; }
}
