using Pando.Api.Machines;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>What is known of one machine. None of these waits for it.</summary>
internal static class InfoCommands
{
    public static CliCommand Info(string name) => About(name, "dominfo", (run, machine) => run.Show(machine, writer => MachineFacts.Write(run, machine, writer)));

    public static CliCommand Uuid(string name) => About(name, "domuuid", (run, machine) => run.Show(machine, writer => writer.WriteLine(machine.Id)));

    public static CliCommand Name(string name) => About(name, "domname", (run, machine) => run.Show(machine, writer => writer.WriteLine(Printable.Of(machine.Name))));

    public static CliCommand Number(string name) =>
        About(name, "domid", (run, machine) => run.Show(machine, writer => writer.WriteLine(machine.Number is { } number ? Numbers.Plain(number) : "-")));

    public static CliCommand State(string name)
    {
        var machine = Operand.Machine();
        var reason = new Flag("--reason");
        return new CliCommand(name, "domstate", StateAsync, machine, reason) { Examples = ["pando domstate web1 --reason"] };

        async Task<int> StateAsync(Run run)
        {
            var found = await run.Client.GetMachineAsync(run.Value(machine));
            run.Show(found.State, writer => writer.WriteLine(run.Has(reason)
                ? $"{StateWords.Of(run, found.State)} ({Printable.Of(found.State.Reason)})"
                : StateWords.Of(run, found.State)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Disks(string name)
    {
        var machine = Operand.Machine();
        var details = new Flag("--details");
        return new CliCommand(name, "domblklist", DisksAsync, machine, details) { Examples = ["pando domblklist web1 --details"] };

        async Task<int> DisksAsync(Run run)
        {
            var found = await run.Client.GetMachineAsync(run.Value(machine));
            run.Show(found.Disks, writer =>
            {
                var texts = run.Texts;
                var table = run.Has(details)
                    ? new Table(texts["machine.device"], texts["machine.bus"], texts["machine.format"], texts["machine.target"], texts["machine.source"])
                    : new Table(texts["machine.target"], texts["machine.source"]);
                foreach (var disk in found.Disks)
                {
                    var source = disk.Source ?? "-";
                    table.Add(run.Has(details) ? [disk.Device, disk.Bus ?? "-", disk.Format ?? "-", disk.Target, source] : [disk.Target, source]);
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand Interfaces(string name) => About(name, "domiflist", (run, machine) => run.Show(machine.Interfaces, writer =>
    {
        var texts = run.Texts;
        var table = new Table(texts["machine.interface"], texts["machine.type"], texts["machine.source"], texts["machine.model"], "MAC");
        foreach (var card in machine.Interfaces)
        {
            table.Add(card.Target ?? "-", card.Type, card.Source ?? "-", card.Model ?? "-", card.Mac ?? "-");
        }
        table.WriteTo(writer, run.Colours);
    }));

    public static CliCommand Terminal(string name) => About(name, "ttyconsole", (run, machine) =>
    {
        // The first console of a machine is its first serial port under another name.
        var console = machine.Consoles.FirstOrDefault(console => console.Tty is not null) ?? throw new CliException(ExitCode.Failed, "no-tty", ("name", machine.Name));
        run.Show(console, writer => writer.WriteLine(Printable.Of(console.Tty)));
    });

    public static CliCommand DiskErrors(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "domblkerror", TellAsync, machine) { Examples = ["pando domblkerror web1"] };

        async Task<int> TellAsync(Run run)
        {
            var errors = await run.Client.GetDiskErrorsAsync(run.Value(machine), run.Interrupts.Token);
            run.Show(errors, writer =>
            {
                foreach (var error in errors)
                {
                    writer.WriteLine($"{Printable.Of(error.Target)}: {Printable.Of(error.Error)}");
                }
                if (errors.Count == 0)
                {
                    writer.WriteLine(run.Texts["machine.no-disk-errors"]);
                }
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand VncDisplay(string name) => About(name, "vncdisplay", (run, machine) =>
    {
        var screen = machine.Graphics.FirstOrDefault(graphics => graphics.Type is "vnc" && (graphics.Port ?? (object?)graphics.Socket) is not null)
            ?? throw new CliException(ExitCode.Refused, "no-vnc", ("name", machine.Name));
        run.Show(screen, writer => writer.WriteLine(Printable.Of(DisplayOf(screen))));
    });

    /// <summary>As virsh says it: an address and the number of the display, which counts from port 5900.</summary>
    private static string DisplayOf(MachineGraphics screen) => screen.Port is { } port
        ? $"{(screen.Listen?.Contains(':', StringComparison.Ordinal) == true ? $"[{screen.Listen}]" : screen.Listen)}:{Numbers.Plain(port - 5900)}"
        : screen.Socket!;

    public static CliCommand Display(string name)
    {
        var machine = Operand.Machine();
        var type = new Setting("--type", "TYPE") { Choices = ["vnc", "spice"] };
        var all = new Flag("--all");
        return new CliCommand(name, "domdisplay", DisplaysAsync, machine, type, all) { Examples = ["pando domdisplay web1", "pando domdisplay web1 --type spice"] };

        async Task<int> DisplaysAsync(Run run)
        {
            var found = await run.Client.GetMachineAsync(run.Value(machine));
            IReadOnlyList<MachineGraphics> screens =
                [.. found.Graphics.Where(screen => (run.Value(type) is not { } wanted || screen.Type == wanted) && DisplayAddress.Of(screen) is not null)];
            if (screens.Count == 0)
            {
                throw new CliException(ExitCode.Refused, "no-display", ("name", found.Name));
            }
            IReadOnlyList<MachineGraphics> told = run.Has(all) ? screens : [screens[0]];
            run.Show(told, writer =>
            {
                foreach (var screen in told)
                {
                    writer.WriteLine(Printable.Of(DisplayAddress.Of(screen)!));
                }
            });
            return ExitCode.Done;
        }
    }

    private static CliCommand About(string name, string key, Action<Run, Machine> tell)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, key, TellAsync, machine) { Examples = [$"pando {key} web1"] };

        async Task<int> TellAsync(Run run)
        {
            tell(run, await run.Client.GetMachineAsync(run.Value(machine)));
            return ExitCode.Done;
        }
    }
}
