using System.Globalization;
using System.Xml.Linq;
using Pando.Api.Statistics;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando dommemstat</c>: what a guest's memory is used for, and how often it tells.</summary>
internal static class MemoryStatisticsCommand
{
    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var period = new Setting("--period", "SECONDS");
        var scope = new ScopeOptions();
        return new CliCommand(name, "dommemstat", run => run.Value(period) is { } seconds ? SetAsync(run, seconds) : TellAsync(run), [machine, period, .. scope.All])
        {
            Examples = ["pando dommemstat web1", "pando dommemstat web1 --period 10 --live --config"],
        };

        async Task<int> TellAsync(Run run)
        {
            if (scope.IsGiven(run))
            {
                throw CliException.Usage("period-scope");
            }
            var told = (await run.Client.GetStatisticsAsync([run.Value(machine)], ["balloon"], fresh: true, cancellationToken: run.Interrupts.Token))[0];
            if (told.At is null)
            {
                throw new CliException(ExitCode.Refused, "not-running", ("name", told.Name));
            }
            run.Show<IReadOnlyList<MachineStatistics>>([told], writer =>
            {
                foreach (var (figure, value) in told.Numbers.Select(pair => (Name(pair.Key), pair.Value)).OrderBy(pair => pair.Item1, StringComparer.Ordinal))
                {
                    writer.WriteLine($"{figure} {Numbers.Plain(value)}");
                }
            });
            return ExitCode.Done;
        }

        async Task<int> SetAsync(Run run, string text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                throw CliException.Usage("bad-period", ("value", text));
            }
            var (balloon, version) = await MachineDevices.FindAsync(run, run.Value(machine), scope, "memballoon", device => device.Name == "memballoon");
            if (balloon.Attribute("model")?.Value == "none")
            {
                throw new CliException(ExitCode.Refused, "no-balloon", ("name", run.Value(machine)));
            }
            balloon.Element("stats")?.Remove();
            balloon.Element("alias")?.Remove();
            if (seconds > 0)
            {
                balloon.AddFirst(new XElement("stats", new XAttribute("period", seconds)));
            }
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.UpdateDeviceAsync(run.Value(machine), MachineDevices.Text(balloon), at, force: false, version, cancel));
            run.Say(changed, seconds > 0 ? "machine.memory-period-set" : "machine.memory-period-ended", ("name", changed.Name), ("seconds", Numbers.Plain(seconds)));
            return ExitCode.Done;
        }
    }

    private static string Name(string figure) => figure is "balloon.current" ? "actual" : figure["balloon.".Length..];
}
