using System.Globalization;
using Pando.Api.Client;
using Pando.Api.Machines;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's iothreadinfo, iothreadadd, iothreadset, iothreaddel.</summary>
internal static class IoThreadCommands
{
    public static CliCommand Info(string name)
    {
        var machine = Operand.Machine();
        var scope = new ScopeOptions();
        return new CliCommand(name, "iothreadinfo", ShowAsync, [machine, .. scope.All]) { Examples = ["pando iothreadinfo web1", "pando iothreadinfo web1 --config"] };

        async Task<int> ShowAsync(Run run)
        {
            var threads = await run.Client.ListIoThreadsAsync(run.Value(machine), await scope.OfAsync(run, run.Value(machine)));
            run.Show(threads, writer =>
            {
                var table = new Table(run.Texts["machine.iothread"], run.Texts["machine.iothread-cpus"], run.Texts["machine.iothread-used-by"]);
                foreach (var thread in threads)
                {
                    table.Add(Numbers.Plain(thread.Id), thread.Cpus ?? run.Texts["machine.iothread-any"], string.Join(' ', thread.UsedBy ?? []));
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand Add(string name) => Change(
        name, "iothreadadd", "machine.iothread-added",
        (pandod, machine, number, scope, cancel) => pandod.AddIoThreadAsync(machine, new IoThreadRequest { Id = number }, scope, cancel));

    public static CliCommand Remove(string name) => Change(
        name, "iothreaddel", "machine.iothread-removed",
        (pandod, machine, number, scope, cancel) => pandod.RemoveIoThreadAsync(machine, number, scope, cancel));

    public static CliCommand Set(string name)
    {
        var machine = Operand.Machine();
        var id = new Operand("ID", WordKind.Text);
        var most = new Setting("--poll-max-ns", "NANOSECONDS");
        var grow = new Setting("--poll-grow", "FACTOR");
        var shrink = new Setting("--poll-shrink", "DIVISOR");
        var poolMin = new Setting("--thread-pool-min", "COUNT");
        var poolMax = new Setting("--thread-pool-max", "COUNT");
        var scope = new ScopeOptions();
        return new CliCommand(name, "iothreadset", SetAsync, [machine, id, most, grow, shrink, poolMin, poolMax, .. scope.All])
        {
            Examples = ["pando iothreadset web1 1 --poll-max-ns 50000 --live --config", "pando iothreadset web1 1 --poll-max-ns 0"],
        };

        async Task<int> SetAsync(Run run)
        {
            var number = Id(run.Value(id));
            var settings = new IoThreadSettings
            {
                PollMaxNs = Value(run, most),
                PollGrow = Value(run, grow),
                PollShrink = Value(run, shrink),
                ThreadPoolMin = (int?)Value(run, poolMin),
                ThreadPoolMax = (int?)Value(run, poolMax),
            };
            if (settings == new IoThreadSettings())
            {
                throw CliException.Usage("nothing-to-set", ("first", most.Name), ("second", poolMax.Name));
            }
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetIoThreadAsync(run.Value(machine), number, settings, at, cancel));
            run.Say(changed, "machine.iothread-set", ("name", changed.Name), ("thread", Numbers.Plain(number)));
            return ExitCode.Done;
        }
    }

    private static long? Value(Run run, Setting setting) => run.Value(setting) is not { } text
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw CliException.Usage("bad-number", ("option", setting.Name), ("value", text));

    private static int Id(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
        ? number
        : throw CliException.Usage("bad-count", ("value", text));

    private static CliCommand Change(
        string name, string key, string told, Func<PandoClient, string, int, string?, CancellationToken, Task<Machine>> change)
    {
        var machine = Operand.Machine();
        var id = new Operand("ID", WordKind.Text);
        var scope = new ScopeOptions();
        return new CliCommand(name, key, ChangeAsync, [machine, id, .. scope.All]) { Examples = [$"pando {key} web1 2 --live --config"] };

        async Task<int> ChangeAsync(Run run)
        {
            var number = Id(run.Value(id));
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => change(pandod, run.Value(machine), number, at, cancel));
            run.Say(changed, told, ("name", changed.Name), ("thread", Numbers.Plain(number)));
            return ExitCode.Done;
        }
    }
}
