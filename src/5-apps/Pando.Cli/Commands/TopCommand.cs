using System.Globalization;
using System.Runtime.CompilerServices;
using Pando.Api.Statistics;
using Pando.Cli.Failures;
using Pando.Cli.Output;
using Pando.Cli.Watching;

namespace Pando.Cli.Commands;

/// <summary>
/// <c>pando top</c>: what the running machines do, again and again in a terminal. Elsewhere once: two readings and what lies
/// between them.
/// </summary>
internal static class TopCommand
{
    public static CliCommand Make(string name)
    {
        var machines = new Operands("MACHINE", WordKind.Machine, optional: true);
        var once = new Flag("--once");
        var interval = new Setting("--interval", "SECONDS");
        var count = new Setting("--count", "COUNT");
        var sort = new Setting("--sort", "COLUMN") { Choices = [.. TopOrder.Words] };
        return new CliCommand(name, "top", WatchAsync, machines, once, interval, count, sort)
        {
            Examples = ["pando top", "pando top web1 web2 --sort disk --interval 5", "pando top --once --json", "pando top --json --count 10"],
        };

        async Task<int> WatchAsync(Run run)
        {
            var pause = SecondsText.Of(run.Value(interval), TimeSpan.FromSeconds(2));
            var live = run.Around.OutIsTerminal && !run.Json && !run.Has(once);
            int? usual = live || run.Json ? null : 1;
            var times = run.Has(once) ? 1 : CountOf(run.Value(count)) ?? usual;
            var readings = ReadAsync(run, new RateReading(run, run.Values(machines)), run.Value(sort) ?? "cpu", pause, times, live, run.Interrupts.Token);
            try
            {
                await (live ? new TopScreen(run).DrawAsync(readings, run.Interrupts.Token) : WriteAsync(run, readings, oneObject: run.Has(once)));
            }
            catch (OperationCanceledException) when (live && run.Interrupts.Token.IsCancellationRequested)
            {
                // Ctrl-C is how one leaves it.
            }
            return ExitCode.Done;
        }
    }

    /// <summary>Only what has rates, but on a screen that would be empty meanwhile.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<MachineRates>> ReadAsync(
        Run run, RateReading reading, string sort, TimeSpan pause, int? times, bool firstToo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var turns = new PeriodicTimer(pause, run.Around.Time);
        var first = await reading.ReadAsync(cancellationToken);
        if (firstToo)
        {
            yield return TopOrder.Sort(first, sort);
        }
        for (var done = 0; done < (times ?? int.MaxValue); done++)
        {
            await turns.WaitForNextTickAsync(cancellationToken);
            yield return TopOrder.Sort(await reading.ReadAsync(cancellationToken), sort);
        }
    }

    /// <summary>With --json an array a line, or with --once one that is indented; else one table.</summary>
    private static async Task WriteAsync(Run run, IAsyncEnumerable<IReadOnlyList<MachineRates>> readings, bool oneObject)
    {
        await foreach (var machines in readings)
        {
            if (run.Json)
            {
                run.Out.WriteLine(oneObject ? JsonOutput.Of(machines) : JsonOutput.Line(machines));
            }
            else
            {
                var table = new Table(TopCells.Headings(run));
                foreach (var machine in machines)
                {
                    table.Add([.. TopCells.Of(run, machine).Select(cell => new Cell(cell))]);
                }
                table.WriteTo(run.Out, run.Colours);
            }
            // Whoever reads it at the other end of a pipe wants it now.
            run.Out.Flush();
        }
    }

    private static int? CountOf(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw CliException.Usage("bad-times", ("value", text));
}
