using System.Text;
using System.Text.Json;
using Pando.Api.Agents;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands.Guests;

/// <summary>The agent of a guest itself.</summary>
internal static class AgentCommands
{
    private const double LongestSeconds = 3600;
    private const double ShortestSeconds = 0.001;

    public static CliCommand Ping(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "agent-ping", PingAsync, machine) { Examples = ["pando agent-ping web1"] };

        async Task<int> PingAsync(Run run)
        {
            var presence = await run.Client.PingAgentAsync(run.Value(machine), run.Interrupts.Token);
            run.Say(
                presence, "guest.agent-answered", ("name", run.Value(machine)), ("version", presence.Version),
                ("milliseconds", run.Texts.Decimal(presence.Milliseconds)), ("commands", Numbers.Plain(presence.Commands.Count)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Limit(string name)
    {
        var machine = Operand.Machine();
        var timeout = new Setting("--timeout", "SECONDS");
        return new CliCommand(name, "guest-agent-timeout", LimitAsync, machine, timeout)
        {
            Examples = ["pando guest-agent-timeout web1 --timeout 60", "pando guest-agent-timeout web1 --timeout -1"],
        };

        async Task<int> LimitAsync(Run run)
        {
            var request = new AgentLimitRequest { Seconds = SecondsOf(run.Value(timeout) ?? "-2") };
            var status = await run.Client.LimitAgentAsync(run.Value(machine), request, run.Interrupts.Token);
            if (status.LimitSeconds is { } seconds)
            {
                run.Say(status, "guest.agent-limited", ("name", run.Value(machine)), ("seconds", run.Texts.Decimal(seconds)));
            }
            else
            {
                run.Say(status, "guest.agent-limit-usual", ("name", run.Value(machine)));
            }
            return ExitCode.Done;
        }
    }

    /// <summary>virsh's numbers: -2 is for ever, which here is the longest that anything is waited for; -1 the daemon's own, 0 not at all.</summary>
    private static double? SecondsOf(string text) => text switch
    {
        "-2" => LongestSeconds,
        "-1" => null,
        "0" => ShortestSeconds,
        _ => SecondsText.Of(text, default).TotalSeconds,
    };

    public static CliCommand Command(string name)
    {
        var machine = Operand.Machine();
        var command = new Operands("COMMAND", WordKind.Text);
        var timeout = new Setting("--timeout", "SECONDS");
        var (waits, blocks) = (new Flag("--async"), new Flag("--block"));
        var pretty = new Flag("--pretty");
        return new CliCommand(name, "qemu-agent-command", SendAsync, machine, command, timeout, waits, blocks, pretty)
        {
            Examples = ["pando qemu-agent-command web1 '{\"execute\":\"guest-get-osinfo\"}' --pretty"],
        };

        async Task<int> SendAsync(Run run)
        {
            // As virsh has them: --async is the limit that holds for the machine, --block the longest there is.
            TimeSpan? limit = (run.Value(timeout), run.Has(waits), run.Has(blocks)) switch
            {
                ({ } seconds, false, false) => SecondsText.Of(seconds, default),
                (null, false, true) => TimeSpan.FromSeconds(LongestSeconds),
                (null, _, false) => null,
                _ => throw CliException.Usage("one-limit"),
            };
            var sent = Encoding.UTF8.GetBytes(string.Join(' ', run.Values(command)));
            var answer = await run.Client.SendAgentCommandAsync(run.Value(machine), sent, limit, run.Interrupts.Token);
            // As virsh prints it: the whole answer, as the agent would have said it.
            var whole = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["return"] = answer };
            run.Out.WriteLine(RawJson.Text(whole, run.Has(pretty) || run.Json));
            return ExitCode.Done;
        }
    }
}
