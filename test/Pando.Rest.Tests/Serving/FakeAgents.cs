using System.Collections.Concurrent;
using System.Text.Json;
using Pando.Domains;
using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Rest.Tests.Serving;

/// <summary>Agents that answer what a test says, by the command's name; what is not said the agent does not know.</summary>
internal sealed class FakeAgents : IGuestAgents
{
    /// <summary>What was asked, in words.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Answers as JSON, by command.</summary>
    public Dictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What a program comes to.</summary>
    public GuestProgramOutcome Outcome { get; set; } = new(7, Ended: true) { ExitCode = 0 };

    public Task<TResult> AskAsync<TResult>(DomainId id, AgentVerb<TResult> verb, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue(verb.ToString());
        return Answers.TryGetValue(verb.Command, out var json)
            ? Task.FromResult(verb.ReadResult(JsonElement.Parse(json)))
            : throw new PeerException(ErrorCodes.Agent.UnknownCommand, "never heard of it", ("name", "one"), ("command", verb.Command));
    }

    public Task<DomainView> LimitAsync(DomainId id, TimeSpan? limit, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue($"limit {limit?.TotalSeconds}");
        return Task.FromResult(View!);
    }

    /// <summary>The machine whose agent it is.</summary>
    public DomainView? View { get; set; }

    public Task<GuestProgramOutcome> RunAsync(DomainId id, GuestProgram program, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue($"{program.Path} {string.Join(' ', program.Arguments)} {program.Limit.TotalSeconds} {(program.Input is { } input ? Convert.ToHexString(input.Span) : "-")}");
        return Task.FromResult(Outcome);
    }

    public Task<GuestProgramOutcome> ProgramAsync(DomainId id, long pid, CancellationToken cancellationToken = default) => Task.FromResult(Outcome with { Pid = pid });

    public Task<int> FreezeAsync(DomainId id, IReadOnlyList<string> mountpoints, TimeSpan longest, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue($"freeze {string.Join(',', mountpoints)} {longest.TotalSeconds}");
        return Task.FromResult(2);
    }

    public Task<int> ThawAsync(DomainId id, CancellationToken cancellationToken = default) => Task.FromResult(2);

    public Task SetPasswordAsync(DomainId id, string user, Secret password, bool hashed, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue($"password {user} {password.Reveal()} {hashed}");
        return Task.CompletedTask;
    }

    public Task SetVcpusAsync(DomainId id, IReadOnlyList<long> online, IReadOnlyList<long> offline, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue($"vcpus +{string.Join(',', online)} -{string.Join(',', offline)}");
        return Task.CompletedTask;
    }

    public Task SetVcpuCountAsync(DomainId id, int count, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue($"vcpus {count}");
        return Task.CompletedTask;
    }

    public Task SuspendAsync(DomainId id, SleepTarget target, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue($"sleep {target}");
        return Task.CompletedTask;
    }

    public Task<JsonElement> CommandAsync(DomainId id, JsonElement command, TimeSpan? limit, Caller by, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue($"{command.GetRawText()} {limit?.TotalSeconds}");
        return Task.FromResult(JsonElement.Parse("[1]"));
    }
}
