namespace Pando.Qmp;

/// <summary>How a session waits and what it refuses.</summary>
/// <param name="TimeProvider">The clock of every limit.</param>
/// <param name="DefaultLimit">The limit of a command that names none.</param>
public sealed record QmpOptions(TimeProvider TimeProvider, TimeSpan DefaultLimit)
{
    /// <summary>The most one message may have. QEMU's longest, query-qmp-schema, has about 200 KiB.</summary>
    public const int HardMessageLimitBytes = 64 * 1024 * 1024;

    /// <summary>
    /// The limit for the greeting and for the negotiation after it, each. QEMU 7.2 greets before it opens its devices, but
    /// answers the negotiation only when they all are open: a session that connected has a machine behind it.
    /// </summary>
    public TimeSpan GreetingLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most events that wait for a reader; beyond it the oldest give way to one <see cref="EventsLost"/>.</summary>
    public int EventBacklog { get; init; } = 4096;

    internal int MessageLimitBytes { get; init; } = HardMessageLimitBytes;
}
