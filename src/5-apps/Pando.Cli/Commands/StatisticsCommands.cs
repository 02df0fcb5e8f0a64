using System.Globalization;
using Pando.Api.Statistics;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>The figures of machines. None of these waits for a machine, unless --fresh asks for that.</summary>
internal static class StatisticsCommands
{
    // virsh's options, and what they are called.
    private static readonly (string Option, string Group)[] Groups =
    [
        ("--state", "state"), ("--cpu-total", "cpu"), ("--balloon", "balloon"), ("--vcpu", "vcpu"),
        ("--interface", "net"), ("--block", "block"), ("--iothread", "iothread"), ("--perf", "perf"), ("--dirtyrate", "dirtyrate"), ("--memory", "memory"),
    ];

    public static CliCommand All(string name)
    {
        var named = new Operands("MACHINE", WordKind.Machine, optional: true);
        // virsh's own name of the operand.
        var machines = new Settings("--domain", "MACHINE");
        var fresh = new Flag("--fresh");
        var backing = new Flag("--backing");
        var flags = Groups.Select(group => new Flag(group.Option)).ToArray();
        return new CliCommand(name, "domstats", AllAsync, [named, machines, fresh, backing, .. flags])
        {
            Examples = ["pando domstats", "pando domstats web1 web2 --block --fresh", "pando domstats web1 --block --backing"],
        };

        async Task<int> AllAsync(Run run)
        {
            var wanted = Groups.Where((_, index) => run.Has(flags[index])).Select(group => group.Group).ToList();
            var told = await run.Client.GetStatisticsAsync([.. run.Values(named), .. run.Values(machines)], wanted, run.Has(fresh), run.Has(backing), run.Interrupts.Token);
            run.Show(told, writer =>
            {
                foreach (var machine in told)
                {
                    writer.WriteLine($"Domain: '{Printable.Of(machine.Name)}'");
                    WriteFigures(writer, machine, "  ");
                    writer.WriteLine();
                }
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand Block(string name)
    {
        var machine = Operand.Machine();
        var device = new Operand("DEVICE", WordKind.Text, optional: true);
        return Of(name, "domblkstat", "block", machine, device, (run, told) => Shown(run, told, "block", run.Optional(device),
            ("rd_req", "rd.reqs"), ("rd_bytes", "rd.bytes"), ("wr_req", "wr.reqs"), ("wr_bytes", "wr.bytes"), ("flush_operations", "fl.reqs"),
            ("rd_total_times", "rd.times"), ("wr_total_times", "wr.times"), ("flush_total_times", "fl.times"), ("errs", "errors")));
    }

    public static CliCommand BlockInfo(string name)
    {
        var machine = Operand.Machine();
        var device = new Operand("DEVICE", WordKind.Text);
        return Of(name, "domblkinfo", "block", machine, device, (run, told) => Shown(run, told, "block", run.Value(device),
            ("Capacity", "capacity"), ("Allocation", "allocation"), ("Physical", "physical")));
    }

    public static CliCommand Interface(string name)
    {
        var machine = Operand.Machine();
        var device = new Operand("INTERFACE", WordKind.Text);
        return Of(name, "domifstat", "net", machine, device, (run, told) => Shown(run, told, "net", run.Value(device),
            ("rx_bytes", "rx.bytes"), ("rx_packets", "rx.pkts"), ("rx_errs", "rx.errs"), ("rx_drop", "rx.drop"),
            ("tx_bytes", "tx.bytes"), ("tx_packets", "tx.pkts"), ("tx_errs", "tx.errs"), ("tx_drop", "tx.drop")));
    }

    public static CliCommand Cpu(string name)
    {
        var machine = Operand.Machine();
        return Of(name, "cpu-stats", "cpu,vcpu", machine, null, (_, told) =>
            [.. told.Numbers.Where(pair => pair.Key.StartsWith("cpu.", StringComparison.Ordinal) || pair.Key.EndsWith(".time", StringComparison.Ordinal))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value))]);
    }

    public static CliCommand DirtyRate(string name)
    {
        var machine = Operand.Machine();
        var seconds = new Setting("--seconds", "SECONDS");
        var mode = new Setting("--mode", "MODE") { Choices = ["page-sampling", "dirty-bitmap", "dirty-ring"] };
        return new CliCommand(name, "domdirtyrate-calc", MeasureAsync, machine, seconds, mode) { Examples = ["pando domdirtyrate-calc web1 --seconds 2"] };

        async Task<int> MeasureAsync(Run run)
        {
            var period = (int)SecondsText.Of(run.Value(seconds), TimeSpan.FromSeconds(1)).TotalSeconds;
            await run.Client.MeasureDirtyRateAsync(run.Value(machine), period, run.Value(mode), run.Interrupts.Token);
            run.Say("machine.dirty-rate-begun", ("name", run.Value(machine)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Control(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "domcontrol", ControlAsync, machine) { Examples = ["pando domcontrol web1"] };

        async Task<int> ControlAsync(Run run)
        {
            var found = await run.Client.GetMachineAsync(run.Value(machine));
            run.Show(found.State, writer => writer.WriteLine(found.State.NotAnsweringSince is { } since
                ? run.Texts["machine.control-lost", ("since", run.Around.Time.Recently(since))]
                : "ok"));
            return ExitCode.Done;
        }
    }

    private static CliCommand Of(
        string name, string key, string groups, Operand machine, Operand? device, Func<Run, MachineStatistics, IReadOnlyList<(string Name, long Value)>> figures)
    {
        return new CliCommand(name, key, TellAsync, device is null ? [machine] : [machine, device])
        {
            Examples = [device is null ? $"pando {key} web1" : $"pando {key} web1 {(key is "domifstat" ? "tap0" : "vda")}"],
        };

        async Task<int> TellAsync(Run run)
        {
            var told = (await run.Client.GetStatisticsAsync([run.Value(machine)], groups.Split(','), fresh: true, cancellationToken: run.Interrupts.Token))[0];
            if (told.At is null)
            {
                throw new CliException(ExitCode.Refused, "not-running", ("name", told.Name));
            }
            var shown = figures(run, told);
            run.Show<IReadOnlyList<MachineStatistics>>([told], writer =>
            {
                foreach (var (figure, value) in shown)
                {
                    writer.WriteLine($"{figure,-18} {Numbers.Plain(value)}");
                }
            });
            return ExitCode.Done;
        }
    }

    /// <summary>The figures of one device, or of all of them together where none is named.</summary>
    private static List<(string, long)> Shown(Run run, MachineStatistics told, string group, string? device, params (string Name, string Field)[] fields)
    {
        var indices = Enumerable.Range(0, (int)told.Numbers.GetValueOrDefault($"{group}.count"))
            .Where(index => device is null || told.Words.GetValueOrDefault(At(group, index, "name")) == device).ToList();
        if (indices.Count == 0)
        {
            throw new CliException(ExitCode.NotFound, "not-measured", ("name", told.Name), ("device", device ?? "-"));
        }
        return
        [
            .. fields.Where(field => indices.Exists(index => told.Numbers.ContainsKey(At(group, index, field.Field))))
                .Select(field => (field.Name, indices.Sum(index => told.Numbers.GetValueOrDefault(At(group, index, field.Field))))),
        ];
    }

    private static void WriteFigures(TextWriter writer, MachineStatistics machine, string indent)
    {
        var all = machine.Numbers.Select(pair => (pair.Key, Value: Numbers.Plain(pair.Value)))
            .Concat(machine.Words.Select(pair => (pair.Key, Value: Printable.Of(pair.Value))));
        foreach (var (figure, value) in all.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteLine($"{indent}{figure}={value}");
        }
    }

    private static string At(string group, int index, string field) => string.Create(CultureInfo.InvariantCulture, $"{group}.{index}.{field}");
}
