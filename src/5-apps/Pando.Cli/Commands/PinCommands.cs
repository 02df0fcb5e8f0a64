using System.Globalization;
using Pando.Api.Machines;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>Which of the host's processors a machine's threads run on: virsh's vcpupin, emulatorpin, iothreadpin, vcpuinfo.</summary>
internal static class PinCommands
{
    // virsh's word and ours for all processors.
    private static readonly string[] All = ["r", "all"];

    public static CliCommand Vcpu(string name) => OfNumbered(
        name, "vcpupin", "VCPU", static threads => threads.Vcpus, static (number, cpus) => new MachineResources { VcpuPins = [new MachineThreadPin { Thread = number, Cpus = cpus }] });

    public static CliCommand IoThread(string name) => OfNumbered(
        name, "iothreadpin", "IOTHREAD", static threads => threads.IoThreads, static (number, cpus) => new MachineResources { IoThreadPins = [new MachineThreadPin { Thread = number, Cpus = cpus }] });

    public static CliCommand Emulator(string name)
    {
        var machine = Operand.Machine();
        var cpus = new Operand("CPULIST", WordKind.Text, optional: true);
        var scope = new ScopeOptions();
        return new CliCommand(name, "emulatorpin", DoAsync, [machine, cpus, .. scope.All])
        {
            Examples = ["pando emulatorpin web1", "pando emulatorpin web1 0-1 --live --config", "pando emulatorpin web1 all"],
        };

        async Task<int> DoAsync(Run run)
        {
            var at = await scope.OfAsync(run, run.Value(machine));
            if (run.Optional(cpus) is { } list)
            {
                return await SetAsync(run, run.Value(machine), new MachineResources { EmulatorPin = Cpus(list) }, at);
            }
            var threads = await run.Client.GetThreadsAsync(run.Value(machine), at);
            run.Show(threads, writer => Write(run, writer, [("*", threads.EmulatorCpus)]));
            return ExitCode.Done;
        }
    }

    public static CliCommand VcpuInfo(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "vcpuinfo", InfoAsync, machine) { Examples = ["pando vcpuinfo web1"] };

        async Task<int> InfoAsync(Run run)
        {
            var found = await run.Client.GetMachineAsync(run.Value(machine));
            var threads = await run.Client.GetThreadsAsync(run.Value(machine));
            run.Show(threads, writer =>
            {
                var table = new Table("VCPU", "CPU", run.Texts["machine.state"], run.Texts["machine.cpu-time"], run.Texts["machine.cpu-affinity"]);
                foreach (var vcpu in threads.Vcpus)
                {
                    table.Add(
                        Numbers.Plain(vcpu.Number), vcpu.Cpu is { } cpu ? Numbers.Plain(cpu) : "-", StateWords.Of(run, found.State),
                        vcpu.TimeNanoseconds is { } time ? (time / 1e9).ToString("0.0 s", CultureInfo.InvariantCulture) : "-", vcpu.Cpus ?? All[1]);
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    private static CliCommand OfNumbered(
        string name, string key, string what, Func<MachineThreads, IReadOnlyList<MachineThread>> threads, Func<int, string, MachineResources> wish)
    {
        var machine = Operand.Machine();
        var thread = new Operand(what, WordKind.Text, optional: true);
        var cpus = new Operand("CPULIST", WordKind.Text, optional: true);
        var scope = new ScopeOptions();
        return new CliCommand(name, key, DoAsync, [machine, thread, cpus, .. scope.All])
        {
            Examples = [$"pando {key} web1", $"pando {key} web1 1 2-3 --live --config", $"pando {key} web1 1 all"],
        };

        async Task<int> DoAsync(Run run)
        {
            int? number = run.Optional(thread) is { } text
                ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw CliException.Usage("bad-number", ("option", what), ("value", text))
                : null;
            var at = await scope.OfAsync(run, run.Value(machine));
            if (number is { } wanted && run.Optional(cpus) is { } list)
            {
                return await SetAsync(run, run.Value(machine), wish(wanted, Cpus(list)), at);
            }
            var all = await run.Client.GetThreadsAsync(run.Value(machine), at);
            run.Show(all, writer => Write(run, writer, threads(all).Where(one => number is null || one.Number == number).Select(static one => (Numbers.Plain(one.Number), one.Cpus))));
            return ExitCode.Done;
        }
    }

    private static async Task<int> SetAsync(Run run, string machine, MachineResources wish, string? at)
    {
        var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetResourcesAsync(machine, wish, at, cancel));
        run.Say(changed, "machine.resources-set", ("name", changed.Name));
        return ExitCode.Done;
    }

    private static void Write(Run run, TextWriter writer, IEnumerable<(string Thread, string? Cpus)> places)
    {
        var table = new Table(run.Texts["machine.thread"], run.Texts["machine.cpu-affinity"]);
        foreach (var (thread, cpus) in places)
        {
            table.Add(thread, cpus ?? All[1]);
        }
        table.WriteTo(writer, run.Colours);
    }

    private static string Cpus(string list) => All.Contains(list, StringComparer.Ordinal) ? All[1] : list;
}
