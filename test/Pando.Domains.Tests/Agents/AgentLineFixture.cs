using Microsoft.Extensions.Logging.Abstractions;
using Pando.Domains.Agents;
using Pando.Testing;

namespace Pando.Domains.Tests.Agents;

/// <summary>The line of a machine that runs nowhere, to an agent that obeys a script.</summary>
internal sealed class AgentLineFixture : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pando-line-");

    public AgentLineFixture(GuestAgentSettings? settings = null)
    {
        Settings = settings ?? new GuestAgentSettings { SyncLimit = Limit, CommandLimit = Limit, ThawInterval = TimeSpan.FromMilliseconds(20) };
        Line = new GuestAgentLine(new AgentChannel("channel0", Agent.Path), "one", Settings, TimeProvider.System);
        Line.Notice(open: true);
    }

    public ScriptedAgent Agent { get; } = new();

    public GuestAgentSettings Settings { get; }

    public GuestAgentLine Line { get; }

    public string Folder => _folder.FullName;

    public GuestFreeze NewFreeze() => new(Line, "one", Folder, Settings, TimeProvider.System, NullLogger.Instance);

    /// <summary>Answers each command by its name; what is not named is refused.</summary>
    public void Answers(params (string Command, string Return)[] answers) => Agent.Answer = (command, _) =>
        answers.Where(answer => answer.Command == command).Select(answer => ScriptedAgent.Return(answer.Return)).FirstOrDefault()
        ?? ScriptedAgent.Refuse($"{command} is not for now");

    /// <summary>Waits until a command was heard.</summary>
    public async Task HeardAsync(string command)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!Agent.Commands.Any(heard => heard.StartsWith(command + " ", StringComparison.Ordinal)))
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Line.DisposeAsync();
        await Agent.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
