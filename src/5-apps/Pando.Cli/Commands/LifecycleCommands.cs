using Pando.Api.Client;
using Pando.Api.Machines;
using Pando.Api.Saving;
using Pando.Cli.Consoles;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>What makes machines run and stop.</summary>
internal static class LifecycleCommands
{
    public static CliCommand Start(string name)
    {
        var machine = Operand.Machine();
        var paused = new Flag("--paused");
        var console = new Flag("--console");
        var (forceBoot, bypass, running, force) = (new Flag("--force-boot"), new Flag("--bypass-cache"), new Flag("--running"), new Flag("--force"));
        var resetNvram = new Flag("--reset-nvram");
        return new CliCommand(name, "start", StartAsync, machine, paused, console, forceBoot, bypass, running, force, resetNvram)
        {
            Examples = ["pando start web1", "pando start web1 --console", "pando start web1 --force-boot"],
        };

        async Task<int> StartAsync(Run run)
        {
            var options = new StartOptions
            {
                Paused = run.Has(paused),
                ForceBoot = run.Has(forceBoot),
                BypassCache = run.Has(bypass),
                Running = run.Has(running),
                Force = run.Has(force),
                ResetNvram = run.Has(resetNvram),
            };
            var started = await Changes.DoAsync(run, (pandod, cancel) => pandod.StartAsync(run.Value(machine), options, cancel));
            run.Say(started, run.Has(paused) ? "machine.started-paused" : "machine.started", ("name", started.Name));
            Notices.Accelerator(run, started);
            return run.Has(console) ? await ConsoleSession.AttachAsync(run, started.Id, started.Name) : ExitCode.Done;
        }
    }

    public static CliCommand Shutdown(string name) => Asking(
        name, "shutdown", "machine.shutdown-asked", (pandod, machine, mode, cancel) => pandod.ShutdownAsync(machine, mode, cancel));

    public static CliCommand Reboot(string name) => Asking(
        name, "reboot", "machine.reboot-asked", (pandod, machine, mode, cancel) => pandod.RebootAsync(machine, mode, cancel));

    public static CliCommand Reset(string name) => Plain(
        name, "reset", "machine.was-reset", (pandod, machine, cancel) => pandod.ResetAsync(machine, cancel));

    public static CliCommand Suspend(string name) => Plain(
        name, "suspend", "machine.suspended", (pandod, machine, cancel) => pandod.SuspendAsync(machine, cancel));

    public static CliCommand Resume(string name) => Plain(
        name, "resume", "machine.resumed", (pandod, machine, cancel) => pandod.ResumeAsync(machine, cancel));

    public static CliCommand Destroy(string name)
    {
        var machine = Operand.Machine();
        var graceful = new Flag("--graceful");
        return new CliCommand(name, "destroy", DestroyAsync, machine, graceful)
        {
            Examples = ["pando destroy web1", "pando destroy web1 --graceful"],
        };

        async Task<int> DestroyAsync(Run run)
        {
            var destroyed = await Changes.DoAsync(run, (pandod, cancel) => pandod.DestroyAsync(run.Value(machine), run.Has(graceful), cancel));
            run.Say(destroyed, "machine.destroyed", ("name", destroyed.Name));
            return ExitCode.Done;
        }
    }

    public static CliCommand Autostart(string name)
    {
        var machine = Operand.Machine();
        var disable = new Flag("--disable");
        return new CliCommand(name, "autostart", AutostartAsync, machine, disable)
        {
            Examples = ["pando autostart web1", "pando autostart web1 --disable"],
        };

        async Task<int> AutostartAsync(Run run)
        {
            var marked = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetAutostartAsync(run.Value(machine), !run.Has(disable), cancel));
            run.Say(marked, run.Has(disable) ? "machine.autostart-off" : "machine.autostart-on", ("name", marked.Name));
            return ExitCode.Done;
        }
    }

    private static CliCommand Plain(string name, string key, string said, Func<PandoClient, string, CancellationToken, Task<Machine>> change)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, key, ChangeAsync, machine) { Examples = [$"pando {key} web1"] };

        async Task<int> ChangeAsync(Run run)
        {
            var changed = await Changes.DoAsync(run, (pandod, cancel) => change(pandod, run.Value(machine), cancel));
            run.Say(changed, said, ("name", changed.Name));
            return ExitCode.Done;
        }
    }

    /// <summary>What is only asked of the guest: it may take its time, or not listen.</summary>
    private static CliCommand Asking(
        string name, string key, string said, Func<PandoClient, string, string?, CancellationToken, Task<Machine>> ask)
    {
        var machine = Operand.Machine();
        var mode = new Setting("--mode", "MODE") { Choices = ["acpi", "agent"] };
        return new CliCommand(name, key, AskAsync, machine, mode) { Examples = [$"pando {key} web1", $"pando {key} web1 --mode agent"] };

        async Task<int> AskAsync(Run run)
        {
            var asked = await Changes.DoAsync(run, (pandod, cancel) => ask(pandod, run.Value(machine), run.Value(mode), cancel));
            run.Say(asked, said, ("name", asked.Name));
            return ExitCode.Done;
        }
    }
}
