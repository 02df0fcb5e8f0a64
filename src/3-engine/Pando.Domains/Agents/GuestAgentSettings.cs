namespace Pando.Domains.Agents;

/// <summary>How long the agents of guests may take.</summary>
public sealed record GuestAgentSettings
{
    /// <summary>To show that it is there, before each command.</summary>
    public TimeSpan SyncLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A command that only asks.</summary>
    public TimeSpan CommandLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Freezing and thawing: the guest writes out what it holds in memory first.</summary>
    public TimeSpan FreezeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Trimming: a large disk on slow storage takes its time.</summary>
    public TimeSpan TrimLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a program that runs in a guest is asked whether it has ended, at most; a short one is noticed sooner.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After how long a thaw that failed is tried again.</summary>
    public TimeSpan ThawInterval { get; init; } = TimeSpan.FromSeconds(10);
}
