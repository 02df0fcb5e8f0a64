using System.Text.Json;
using Pando.GuestAgent;
using Pando.Model;
using Pando.Model.Domains;

namespace Pando.Domains.Agents;

/// <summary>
/// The agents inside guests. A call waits for its own guest and for nobody else, and nothing else of the machine waits for
/// it. Throws <c>domain.not-running</c>, <c>domain.is-paused</c>…, <c>agent.no-channel</c> and <c>agent.not-connected</c> at
/// once; what the agent does wrong as <c>agent.silent</c>, <c>agent.refused</c>, <c>agent.nonsense</c>….
/// </summary>
public interface IGuestAgents
{
    /// <summary>Asks the agent one thing.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="verb">What is asked.</param>
    /// <param name="cancellationToken">Ends the wait; the agent may carry it out all the same.</param>
    Task<TResult> AskAsync<TResult>(DomainId id, AgentVerb<TResult> verb, CancellationToken cancellationToken = default);

    /// <summary>How long the agent may take from now on for a command that names no limit, until the machine ends; null is the usual limit.</summary>
    Task<DomainView> LimitAsync(DomainId id, TimeSpan? limit, CancellationToken cancellationToken = default);

    /// <summary>Runs a program in the guest.</summary>
    Task<GuestProgramOutcome> RunAsync(DomainId id, GuestProgram program, CancellationToken cancellationToken = default);

    /// <summary>How a program is that was started before. Once it has ended, the agent tells that once.</summary>
    Task<GuestProgramOutcome> ProgramAsync(DomainId id, long pid, CancellationToken cancellationToken = default);

    /// <summary>Freezes file systems for at most a time, after which they are thawed by themselves. Answers how many.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="mountpoints">Which; none: all that can be.</param>
    /// <param name="longest">For how long at most.</param>
    /// <param name="cancellationToken">Ends the wait; what was frozen is thawed.</param>
    Task<int> FreezeAsync(DomainId id, IReadOnlyList<string> mountpoints, TimeSpan longest, CancellationToken cancellationToken = default);

    /// <summary>Thaws all file systems. Answers how many were frozen.</summary>
    Task<int> ThawAsync(DomainId id, CancellationToken cancellationToken = default);

    /// <summary>Sets a user's password.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="user">The user, who must exist.</param>
    /// <param name="password">The password, or its hash.</param>
    /// <param name="hashed">Whether it is a hash as crypt(3) makes it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SetPasswordAsync(DomainId id, string user, Secret password, bool hashed, CancellationToken cancellationToken = default);

    /// <summary>Has the guest use these processors, and those no longer. Throws <c>agent.in-part</c> where it does only some.</summary>
    Task SetVcpusAsync(DomainId id, IReadOnlyList<long> online, IReadOnlyList<long> offline, CancellationToken cancellationToken = default);

    /// <summary>Has the guest use so many processors: the first that it can use.</summary>
    Task SetVcpuCountAsync(DomainId id, int count, CancellationToken cancellationToken = default);

    /// <summary>Has the guest put itself to sleep. Done when it was asked. Throws <c>domain.cannot-sleep</c>.</summary>
    Task SuspendAsync(DomainId id, SleepTarget target, CancellationToken cancellationToken = default);

    /// <summary>Sends the agent a command as it is: an object with <c>execute</c>. The machine is marked as tampered with.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="command">The command.</param>
    /// <param name="limit">How long it may take; null: as any other.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<JsonElement> CommandAsync(DomainId id, JsonElement command, TimeSpan? limit, Caller by, CancellationToken cancellationToken = default);
}
