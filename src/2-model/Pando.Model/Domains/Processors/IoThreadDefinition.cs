namespace Pando.Model.Domains;

/// <summary>A thread of QEMU that does the I/O of disks and controllers which name it.</summary>
/// <param name="Id">Its number, from 1.</param>
public sealed record IoThreadDefinition(int Id)
{
    /// <summary>How many worker threads it keeps; null leaves it to QEMU.</summary>
    public int? ThreadPoolMin { get; init; }

    /// <summary>How many worker threads it may have; null leaves it to QEMU.</summary>
    public int? ThreadPoolMax { get; init; }

    /// <summary>How it polls before it sleeps; null leaves it to QEMU.</summary>
    public IoThreadPolling? Polling { get; init; }
}

/// <summary>How an I/O thread polls before it sleeps; null leaves a value to QEMU.</summary>
/// <param name="MaxNanoseconds">The longest it polls; 0 for never.</param>
/// <param name="Grow">What the time is multiplied by when it was too short.</param>
/// <param name="Shrink">What the time is divided by when it was too long.</param>
public sealed record IoThreadPolling(long? MaxNanoseconds, long? Grow = null, long? Shrink = null);

/// <summary>QEMU's main loop, which does the I/O of what names no I/O thread.</summary>
/// <param name="ThreadPoolMin">How many worker threads it keeps; null leaves it to QEMU.</param>
/// <param name="ThreadPoolMax">How many worker threads it may have; null leaves it to QEMU.</param>
public sealed record DefaultIoThread(int? ThreadPoolMin, int? ThreadPoolMax);
