using Pando.Api.Machines;

namespace Pando.Cli.Commands;

/// <summary>A machine's name, and what becomes of it when its guest ends: domrename, set-lifecycle-action.</summary>
internal static class MachineSettingCommands
{
    public static CliCommand Rename(string name)
    {
        var machine = Operand.Machine();
        var other = new Operand("NEW-NAME", WordKind.Text);
        return new CliCommand(name, "domrename", RenameAsync, machine, other) { Examples = ["pando domrename web1 www"] };

        async Task<int> RenameAsync(Run run)
        {
            var renamed = await Changes.DoAsync(run, (pandod, cancel) => pandod.RenameAsync(run.Value(machine), new RenameRequest { Name = run.Value(other) }, cancel));
            run.Say(renamed, "machine.renamed", ("name", run.Value(machine)), ("new", renamed.Name));
            return Failures.ExitCode.Done;
        }
    }

    public static CliCommand LifecycleAction(string name)
    {
        var machine = Operand.Machine();
        var type = new Operand("TYPE", WordKind.Text) { Choices = ["poweroff", "reboot", "crash"] };
        var action = new Operand("ACTION", WordKind.Text) { Choices = ["destroy", "restart", "preserve", "coredump-destroy", "coredump-restart"] };
        var scope = new ScopeOptions();
        return new CliCommand(name, "set-lifecycle-action", SetAsync, [machine, type, action, .. scope.All])
        {
            Examples = ["pando set-lifecycle-action web1 crash restart --live --config"],
        };

        async Task<int> SetAsync(Run run)
        {
            var wish = new LifecycleActionRequest { Type = run.Value(type), Action = run.Value(action) };
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetLifecycleActionAsync(run.Value(machine), wish, at, cancel));
            run.Say(changed, "machine.lifecycle-action-set", ("name", changed.Name), ("type", wish.Type), ("action", wish.Action));
            return Failures.ExitCode.Done;
        }
    }
}
