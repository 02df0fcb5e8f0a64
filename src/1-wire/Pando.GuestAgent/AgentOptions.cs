namespace Pando.GuestAgent;

/// <summary>How a session waits and what it refuses.</summary>
/// <param name="TimeProvider">The clock of every limit.</param>
public sealed record AgentOptions(TimeProvider TimeProvider)
{
    /// <summary>How long the agent may take to show that it is there, before each command.</summary>
    public TimeSpan SyncLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a command may take that names no limit.</summary>
    public TimeSpan CommandLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The most one answer may have, and the most that may come before a synchronisation is answered. The longest honest
    /// answer is that of guest-exec-status: 16 MiB of each of two streams, in base64.
    /// </summary>
    public int AnswerLimitBytes { get; init; } = 64 * 1024 * 1024;
}
