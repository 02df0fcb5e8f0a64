using System.Globalization;
using Pando.Api.Events;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando event</c>: as virsh has it, the first one or with <c>--loop</c> all; <c>pando event follow</c> is the latter.</summary>
internal static class EventCommands
{
    public static CliCommand Group(string name)
    {
        var loop = new Flag("--loop");
        return Make(name, "event", run => run.Has(loop), loop, Make("follow", "event-follow", _ => true));
    }

    private static CliCommand Make(string name, string key, Func<Run, bool> loops, params ReadOnlySpan<System.CommandLine.Symbol> more)
    {
        var machine = new Setting("--domain", "MACHINE", "--machine") { Kind = WordKind.Machine };
        var types = new Settings("--event", "TYPE");
        var all = new Flag("--all");
        var timestamp = new Flag("--timestamp");
        var timeout = new Setting("--timeout", "SECONDS");
        return new CliCommand(name, key, FollowAsync, [machine, types, all, timestamp, timeout, .. more])
        {
            Examples = ["pando event follow", "pando event --loop --domain web1 --timestamp", "pando event follow --event machine.* --json"],
        };

        async Task<int> FollowAsync(Run run)
        {
            using var limit = new CancellationTokenSource(SecondsText.Of(run.Value(timeout), Timeout.InfiniteTimeSpan), run.Around.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, run.Interrupts.Token);
            try
            {
                var subject = run.Value(machine) is { } wanted ? (await run.Client.GetMachineAsync(wanted, either.Token)).Id : null;
                await foreach (var happened in run.Client.FollowEventsAsync(run.Values(types), subject, cancellationToken: either.Token))
                {
                    Write(run, happened, run.Has(timestamp));
                    if (!loops(run))
                    {
                        return ExitCode.Done;
                    }
                }
                return ExitCode.Done;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !run.Interrupts.Token.IsCancellationRequested)
            {
                // virsh, too, takes the end of the time for a loop's ordinary end, and for one event's absence.
                return loops(run) ? ExitCode.Done : throw new CliException(ExitCode.TimedOut, "no-event");
            }
        }
    }

    private static void Write(Run run, PandoEvent happened, bool timestamp)
    {
        if (run.Json)
        {
            run.Out.WriteLine(JsonOutput.Line(happened));
        }
        else
        {
            var what = happened.Data.GetValueOrDefault("name") ?? happened.Subject;
            var more = string.Concat(happened.Data.Where(pair => pair.Key is not "name").Select(pair => $" {pair.Key}={pair.Value}"));
            var when = timestamp ? happened.At.ToString("yyyy-MM-dd HH:mm:ss.fffzzz", CultureInfo.InvariantCulture) + ": " : "";
            run.Out.WriteLine(Printable.Of($"{when}{happened.Type} {what}{more}"));
        }
        // Whoever reads it at the other end of a pipe wants it now.
        run.Out.Flush();
    }
}
