using Pando.Api.Client;
using Pando.Api.Storage;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>pool-build</c>, <c>pool-start</c>, <c>pool-destroy</c>, <c>pool-undefine</c>, <c>pool-delete</c>, <c>pool-autostart</c>.</summary>
internal static class PoolChangeCommands
{
    public static CliCommand Build(string name) => Change(name, "pool-build", "pool.built", (pandod, pool, cancel) => pandod.BuildPoolAsync(pool, cancel));

    public static CliCommand Start(string name)
    {
        var pool = Pool();
        var build = new Flag("--build");
        return new CliCommand(name, "pool-start", StartAsync, pool, build) { Examples = ["pando pool-start lab --build"] };

        async Task<int> StartAsync(Run run)
        {
            var started = await Changes.DoAsync(run, (pandod, cancel) => pandod.StartPoolAsync(run.Value(pool), run.Has(build), cancel));
            run.Say(started, "pool.started", ("name", started.Name));
            return ExitCode.Done;
        }
    }

    public static CliCommand Destroy(string name) => Change(name, "pool-destroy", "pool.destroyed", (pandod, pool, cancel) => pandod.StopPoolAsync(pool, cancel));

    public static CliCommand Undefine(string name) => Remove(name, "pool-undefine", "pool.undefined", (pandod, pool, cancel) => pandod.UndefinePoolAsync(pool, cancel));

    public static CliCommand Delete(string name) => Remove(name, "pool-delete", "pool.deleted", (pandod, pool, cancel) => pandod.DeletePoolDirectoryAsync(pool, cancel));

    public static CliCommand Autostart(string name)
    {
        var pool = Pool();
        var disable = new Flag("--disable");
        return new CliCommand(name, "pool-autostart", AutostartAsync, pool, disable) { Examples = ["pando pool-autostart lab", "pando pool-autostart lab --disable"] };

        async Task<int> AutostartAsync(Run run)
        {
            var marked = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetPoolAutostartAsync(run.Value(pool), !run.Has(disable), cancel));
            run.Say(marked, run.Has(disable) ? "pool.autostart-off" : "pool.autostart-on", ("name", marked.Name));
            return ExitCode.Done;
        }
    }

    private static Operand Pool() => new("POOL", WordKind.Pool);

    private static CliCommand Change(string name, string key, string said, Func<PandoClient, string, CancellationToken, Task<Pool>> change)
    {
        var pool = Pool();
        return new CliCommand(name, key, ChangeAsync, pool) { Examples = [$"pando {key} lab"] };

        async Task<int> ChangeAsync(Run run)
        {
            var changed = await Changes.DoAsync(run, (pandod, cancel) => change(pandod, run.Value(pool), cancel));
            run.Say(changed, said, ("name", changed.Name));
            return ExitCode.Done;
        }
    }

    private static CliCommand Remove(string name, string key, string said, Func<PandoClient, string, CancellationToken, Task> remove)
    {
        var pool = Pool();
        return new CliCommand(name, key, RemoveAsync, pool) { Examples = [$"pando {key} lab"] };

        async Task<int> RemoveAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => remove(pandod, run.Value(pool), cancel));
            run.Say(said, ("name", run.Value(pool)));
            return ExitCode.Done;
        }
    }
}
