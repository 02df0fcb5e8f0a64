using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pando.Api.Events;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando qemu-monitor-event</c>: what QEMU tells, as it tells it; the first one or with <c>--loop</c> all.</summary>
internal static class MonitorEventCommand
{
    private const string Area = "qemu.";
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    public static CliCommand Make(string name)
    {
        var machine = new Operand("MACHINE", WordKind.Machine, optional: true);
        var wanted = new Setting("--event", "EVENT");
        var (loop, pretty, regex, noCase, timestamp) = (new Flag("--loop"), new Flag("--pretty"), new Flag("--regex"), new Flag("--no-case"), new Flag("--timestamp"));
        var timeout = new Setting("--timeout", "SECONDS");
        return new CliCommand(name, "qemu-monitor-event", FollowAsync, machine, wanted, loop, timeout, pretty, regex, noCase, timestamp)
        {
            Examples = ["pando qemu-monitor-event web1 --loop --timestamp", "pando qemu-monitor-event --event '^BLOCK_' --regex --pretty"],
        };

        async Task<int> FollowAsync(Run run)
        {
            var wantedName = run.Value(wanted);
            var fits = Fits(wantedName, run.Has(regex), run.Has(noCase));
            // The daemon leaves out what is plain to tell; patterns are matched here.
            string[] types = [wantedName is { } one && !run.Has(regex) && !run.Has(noCase) ? Area + one : Area + "*"];
            using var limit = new CancellationTokenSource(SecondsText.Of(run.Value(timeout), Timeout.InfiniteTimeSpan), run.Around.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, run.Interrupts.Token);
            try
            {
                var subject = run.Optional(machine) is { } only ? (await run.Client.GetMachineAsync(only, either.Token)).Id : null;
                await foreach (var happened in run.Client.FollowEventsAsync(types, subject, cancellationToken: either.Token))
                {
                    if (!fits(happened.Type[Area.Length..]))
                    {
                        continue;
                    }
                    Write(run, happened, run.Has(timestamp), run.Has(pretty));
                    if (!run.Has(loop))
                    {
                        return ExitCode.Done;
                    }
                }
                return ExitCode.Done;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !run.Interrupts.Token.IsCancellationRequested)
            {
                return run.Has(loop) ? ExitCode.Done : throw new CliException(ExitCode.TimedOut, "no-event");
            }
        }
    }

    private static Func<string, bool> Fits(string? wanted, bool regex, bool noCase)
    {
        if (wanted is null)
        {
            return _ => true;
        }
        if (!regex)
        {
            return name => string.Equals(name, wanted, noCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }
        try
        {
            var pattern = new Regex(wanted, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (noCase ? RegexOptions.IgnoreCase : RegexOptions.None), MatchLimit);
            return pattern.IsMatch;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw CliException.Usage("bad-pattern", ("value", wanted));
        }
    }

    private static void Write(Run run, PandoEvent happened, bool timestamp, bool pretty)
    {
        if (run.Json)
        {
            run.Out.WriteLine(JsonOutput.Line(happened));
        }
        else
        {
            var name = happened.Type[Area.Length..];
            var machine = happened.Data.GetValueOrDefault("name") ?? happened.Subject;
            var when = timestamp ? happened.At.ToString("yyyy-MM-dd HH:mm:ss.fffzzz", CultureInfo.InvariantCulture) + ": " : "";
            var at = timestamp ? "" : $" at {happened.Data.GetValueOrDefault("at")}";
            run.Out.WriteLine(Printable.Of($"{when}event {name}{at} for domain '{machine}': ") + Details(happened.Data.GetValueOrDefault("details"), pretty));
        }
        run.Out.Flush();
    }

    private static string Details(string? details, bool pretty)
    {
        try
        {
            return string.IsNullOrEmpty(details) ? "<null>" : RawJson.Text(JsonElement.Parse(details), pretty);
        }
        catch (JsonException)
        {
            return Printable.Of(details);
        }
    }
}
