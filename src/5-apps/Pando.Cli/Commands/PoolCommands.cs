using Pando.Api.Storage;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando pool</c>, and virsh's <c>pool-…</c>.</summary>
internal static class PoolCommands
{
    public static CliCommand Group(string name) => new(
        name, "pool", body: null, List("list"), Info("info"), PoolDefinitionCommands.Define("define"), PoolDefinitionCommands.DefineAs("define-as"),
        PoolDefinitionCommands.Create("create"), PoolDefinitionCommands.CreateAs("create-as"), PoolChangeCommands.Build("build"), PoolChangeCommands.Start("start"),
        PoolChangeCommands.Destroy("destroy"), PoolChangeCommands.Undefine("undefine"), PoolChangeCommands.Delete("delete"), PoolChangeCommands.Autostart("autostart"),
        Refresh("refresh"), PoolDefinitionCommands.DumpXml("dumpxml"), PoolDefinitionCommands.Edit("edit"), Name("name"), Uuid("uuid"));

    public static CliCommand List(string name)
    {
        var all = new Flag("--all");
        var inactive = new Flag("--inactive");
        var names = new Flag("--name");
        var details = new Flag("--details");
        return new CliCommand(name, "pool-list", ListAsync, all, inactive, names, details) { Examples = ["pando pool-list --all --details"] };

        async Task<int> ListAsync(Run run)
        {
            IReadOnlyList<Pool> pools = [.. (await run.Client.ListPoolsAsync()).Where(pool => run.Has(all) || (pool.State == "active") != run.Has(inactive))];
            run.Show(pools, writer => Write(run, pools, writer, run.Has(names), run.Has(details)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Info(string name)
    {
        var pool = new Operand("POOL", WordKind.Pool);
        return new CliCommand(name, "pool-info", InfoAsync, pool) { Examples = ["pando pool-info default"] };

        async Task<int> InfoAsync(Run run)
        {
            var found = await run.Client.GetPoolAsync(run.Value(pool));
            run.Show(found, writer =>
            {
                var texts = run.Texts;
                new FactSheet()
                    .Add(texts["pool.name"], found.Name)
                    .Add("UUID", found.Id.ToString())
                    .Add(texts["pool.kind"], found.Kind)
                    .Add(texts["pool.state"], StateOf(run, found))
                    .Add(texts["pool.persistent"], MachineFacts.YesNo(run, found.Persistent))
                    .Add(texts["machine.autostart"], MachineFacts.YesNo(run, found.Autostart))
                    .Add(texts["pool.path"], found.Path)
                    .Add(texts["pool.capacity"], Size(run, found.CapacityBytes))
                    .Add(texts["pool.allocation"], Size(run, found.AllocationBytes))
                    .Add(texts["pool.available"], Size(run, found.AvailableBytes))
                    .Add(texts["pool.volumes"], found.VolumeCount is { } count ? Numbers.Plain(count) : null)
                    .WriteTo(writer);
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand Refresh(string name)
    {
        var pool = new Operand("POOL", WordKind.Pool);
        return new CliCommand(name, "pool-refresh", RefreshAsync, pool) { Examples = ["pando pool-refresh default"] };

        async Task<int> RefreshAsync(Run run)
        {
            var refreshed = await Changes.DoAsync(run, (pandod, cancel) => pandod.RefreshPoolAsync(run.Value(pool), cancel));
            run.Say(refreshed, "pool.refreshed", ("name", refreshed.Name));
            return ExitCode.Done;
        }
    }

    public static CliCommand Name(string name) => Fact(name, "pool-name", "5e0b6f2c-…", static pool => pool.Name);

    public static CliCommand Uuid(string name) => Fact(name, "pool-uuid", "default", static pool => pool.Id.ToString());

    private static CliCommand Fact(string name, string key, string example, Func<Pool, string> fact)
    {
        var pool = new Operand("POOL", WordKind.Pool);
        return new CliCommand(name, key, TellAsync, pool) { Examples = [$"pando {key} {example}"] };

        async Task<int> TellAsync(Run run)
        {
            var found = await run.Client.GetPoolAsync(run.Value(pool));
            run.Show(found, writer => writer.WriteLine(Printable.Of(fact(found))));
            return ExitCode.Done;
        }
    }

    private static void Write(Run run, IReadOnlyList<Pool> pools, TextWriter writer, bool names, bool details)
    {
        var texts = run.Texts;
        if (names)
        {
            foreach (var pool in pools)
            {
                writer.WriteLine(Printable.Of(pool.Name));
            }
            return;
        }
        var table = details
            ? new Table(texts["pool.name"], texts["pool.state"], texts["pool.kind"], texts["pool.capacity"], texts["pool.allocation"], texts["pool.available"], texts["pool.path"])
            : new Table(texts["pool.name"], texts["pool.state"], texts["machine.autostart"]);
        foreach (var pool in pools)
        {
            table.Add(details
                ? [pool.Name, StateOf(run, pool), pool.Kind, Size(run, pool.CapacityBytes), Size(run, pool.AllocationBytes), Size(run, pool.AvailableBytes), pool.Path]
                : [pool.Name, StateOf(run, pool), MachineFacts.YesNo(run, pool.Autostart)]);
        }
        table.WriteTo(writer, run.Colours);
    }

    private static string StateOf(Run run, Pool pool)
    {
        var state = run.Texts.Find("pool.state." + pool.State) ?? pool.State;
        return pool.NotAnsweringSince is { } since
            ? run.Texts["machine.not-answering", ("state", state), ("since", run.Around.Time.Recently(since))]
            : state;
    }

    private static string Size(Run run, long? bytes) => bytes is { } known ? run.Texts.Bytes(known) : "-";
}
