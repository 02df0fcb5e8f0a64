using System.Globalization;
using Pando.Api.Client;
using Pando.Api.Machines;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's iothreadinfo, iothreadadd, iothreaddel.</summary>
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

    private static CliCommand Change(
        string name, string key, string told, Func<PandoClient, string, int, string?, CancellationToken, Task<Machine>> change)
    {
        var machine = Operand.Machine();
        var id = new Operand("ID", WordKind.Text);
        var scope = new ScopeOptions();
        return new CliCommand(name, key, ChangeAsync, [machine, id, .. scope.All]) { Examples = [$"pando {key} web1 2 --live --config"] };

        async Task<int> ChangeAsync(Run run)
        {
            if (!int.TryParse(run.Value(id), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                throw CliException.Usage("bad-count", ("value", run.Value(id)));
            }
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => change(pandod, run.Value(machine), number, at, cancel));
            run.Say(changed, told, ("name", changed.Name), ("thread", Numbers.Plain(number)));
            return ExitCode.Done;
        }
    }
}
