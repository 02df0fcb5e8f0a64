using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>domjobinfo</c> and <c>domjobabort</c>, over the jobs there are.</summary>
internal static class MachineJobCommands
{
    public static CliCommand Info(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "domjobinfo", InfoAsync, machine) { Examples = ["pando domjobinfo web1"] };

        async Task<int> InfoAsync(Run run)
        {
            var job = await run.Client.GetMachineJobAsync(run.Value(machine));
            run.Show(job, writer =>
            {
                var texts = run.Texts;
                new FactSheet()
                    .Add(texts["job.type"], job.Type)
                    .Add(texts["job.kind"], job.Operation)
                    .Add(texts["job.id"], job.Job)
                    .Add(texts["job.elapsed"], Duration(job.TimeElapsedMs))
                    .Add(texts["job.time-left"], Duration(job.TimeRemainingMs))
                    .Add(texts["job.processed"], Bytes(run, job.DataProcessed))
                    .Add(texts["job.remaining"], Bytes(run, job.DataRemaining))
                    .Add(texts["job.total"], Bytes(run, job.DataTotal))
                    .Add(texts["job.data-rate"], job.Rate is { } rate ? $"{texts.Bytes(rate)}/s" : null)
                    .WriteTo(writer);
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand Abort(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "domjobabort", AbortAsync, machine) { Examples = ["pando domjobabort web1"] };

        async Task<int> AbortAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => pandod.AbortMachineJobAsync(run.Value(machine), cancel));
            run.Say("job.abort-asked", ("name", run.Value(machine)));
            return ExitCode.Done;
        }
    }

    private static string? Duration(long? milliseconds) =>
        milliseconds is { } value ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value / 1000.0:0.0} s") : null;

    private static string? Bytes(Run run, long? bytes) => bytes is { } value ? run.Texts.Bytes(value) : null;
}
