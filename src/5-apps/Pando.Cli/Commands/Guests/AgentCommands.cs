using System.Text;
using System.Text.Json;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands.Guests;

/// <summary>The agent of a guest itself.</summary>
internal static class AgentCommands
{
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

    public static CliCommand Command(string name)
    {
        var machine = Operand.Machine();
        var command = new Operand("COMMAND", WordKind.Text);
        var timeout = new Setting("--timeout", "SECONDS");
        var pretty = new Flag("--pretty");
        return new CliCommand(name, "qemu-agent-command", SendAsync, machine, command, timeout, pretty)
        {
            Examples = ["pando qemu-agent-command web1 '{\"execute\":\"guest-get-osinfo\"}' --pretty"],
        };

        async Task<int> SendAsync(Run run)
        {
            TimeSpan? limit = run.Value(timeout) is { } seconds ? SecondsText.Of(seconds, default) : null;
            var sent = Encoding.UTF8.GetBytes(run.Value(command));
            var answer = await run.Client.SendAgentCommandAsync(run.Value(machine), sent, limit, run.Interrupts.Token);
            // As virsh prints it: the whole answer, as the agent would have said it.
            var whole = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["return"] = answer };
            run.Out.WriteLine(RawJson.Text(whole, run.Has(pretty) || run.Json));
            return ExitCode.Done;
        }
    }
}
