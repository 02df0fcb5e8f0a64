namespace Pando.Api.Machines;

/// <summary>A thread of a machine for the I/O of disks and controllers that name it.</summary>
public sealed record MachineIoThread
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>The host's processors that it may run on, as <c>0-3,8</c>; absent where it may run on all.</summary>
    public string? Cpus { get; init; }

    /// <summary>The disks (by target) and SCSI controllers (<c>scsi0</c>) whose I/O it does.</summary>
    public IReadOnlyList<string>? UsedBy { get; init; }

    /// <summary>The longest it polls before it sleeps, in nanoseconds; absent leaves it to QEMU.</summary>
    public long? PollMaxNs { get; init; }
}

/// <summary>A new I/O thread.</summary>
public sealed record IoThreadRequest
{
    /// <summary>Its number, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>The longest it polls before it sleeps, in nanoseconds, 0 for never; absent leaves it to QEMU.</summary>
    public long? PollMaxNs { get; init; }
}

/// <summary>What is to change of an I/O thread; absent leaves a value as it is.</summary>
public sealed record IoThreadSettings
{
    /// <summary>The longest it polls before it sleeps, in nanoseconds; 0 for never.</summary>
    public long? PollMaxNs { get; init; }

    /// <summary>What that time is multiplied by when it was too short; 0 for QEMU's choice.</summary>
    public long? PollGrow { get; init; }

    /// <summary>What it is divided by when it was too long; 0 begins anew.</summary>
    public long? PollShrink { get; init; }

    /// <summary>How many worker threads it keeps.</summary>
    public int? ThreadPoolMin { get; init; }

    /// <summary>How many worker threads it may have.</summary>
    public int? ThreadPoolMax { get; init; }
}
