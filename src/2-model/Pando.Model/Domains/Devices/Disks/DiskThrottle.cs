namespace Pando.Model.Domains.Devices;

/// <summary>How fast a guest may use a disk (<c>iotune</c>). What is null is without a limit.</summary>
public sealed record DiskThrottle
{
    /// <summary>Bytes read and written.</summary>
    public ThrottleRate? TotalBytes { get; init; }

    /// <summary>Bytes read.</summary>
    public ThrottleRate? ReadBytes { get; init; }

    /// <summary>Bytes written.</summary>
    public ThrottleRate? WriteBytes { get; init; }

    /// <summary>Requests of both kinds.</summary>
    public ThrottleRate? TotalRequests { get; init; }

    /// <summary>Requests to read.</summary>
    public ThrottleRate? ReadRequests { get; init; }

    /// <summary>Requests to write.</summary>
    public ThrottleRate? WriteRequests { get; init; }

    /// <summary>From this size on a request counts as several, in bytes.</summary>
    public long? RequestBytes { get; init; }

    /// <summary>The disks of the machine with the same group share its limits; null is a group of its own.</summary>
    public string? Group { get; init; }
}

/// <summary>One limit, with what may be used for a while beyond it.</summary>
/// <param name="PerSecond">On the average.</param>
/// <param name="Most">In a burst.</param>
/// <param name="MostSeconds">How long a burst may last; null is one second.</param>
public sealed record ThrottleRate(long? PerSecond, long? Most = null, int? MostSeconds = null);
