using Pando.Api.Machines;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando list</c>.</summary>
internal static class ListCommand
{
    private const int MostAddresses = 2;

    public static CliCommand Make(string name)
    {
        var all = new Flag("--all", "-a");
        var inactive = new Flag("--inactive");
        var running = new Flag("--state-running");
        var paused = new Flag("--state-paused");
        var shutOff = new Flag("--state-shutoff");
        var autostart = new Flag("--autostart");
        var names = new Flag("--name");
        var uuids = new Flag("--uuid");
        var titles = new Flag("--title");
        var saved = new Flag("--with-managed-save", "--managed-save");
        return new CliCommand(name, "list", ListAsync, all, inactive, running, paused, shutOff, autostart, names, uuids, titles, saved)
        {
            Examples = ["pando list --all", "pando list --inactive --name", "pando list --all --json"],
        };

        async Task<int> ListAsync(Run run)
        {
            var state = run.Has(running) ? "running" : run.Has(paused) ? "paused" : run.Has(shutOff) ? "shut-off"
                : run.Has(all) || run.Has(autostart) || run.Has(saved) ? null
                : run.Has(inactive) ? "inactive"
                : "active";
            var machines = await run.Client.ListMachinesAsync(state);
            if (run.Has(autostart))
            {
                machines = [.. machines.Where(machine => machine.Autostart)];
            }
            if (run.Has(saved))
            {
                machines = [.. machines.Where(machine => machine.ManagedSave)];
            }
            if (run.Json)
            {
                run.Out.WriteLine(JsonOutput.Of(machines));
            }
            else if (run.Has(names) || run.Has(uuids))
            {
                WriteWords(run, machines, run.Has(uuids), run.Has(names));
            }
            else
            {
                WriteTable(run, machines, run.Has(titles));
            }
            return ExitCode.Done;
        }
    }

    private static void WriteWords(Run run, IReadOnlyList<MachineSummary> machines, bool uuids, bool names)
    {
        foreach (var machine in machines)
        {
            var name = Printable.Of(machine.Name);
            run.Out.WriteLine(uuids && names ? $"{machine.Id} {name}" : uuids ? machine.Id : name);
        }
    }

    private static void WriteTable(Run run, IReadOnlyList<MachineSummary> machines, bool titles)
    {
        var texts = run.Texts;
        // Where nobody's address is known there is no column of them.
        var known = machines.Any(static machine => machine.Addresses is not null);
        string[] headings = [texts["machine.name"], texts["machine.state"], texts["machine.vcpus"], texts["machine.memory"]];
        var table = new Table([.. headings, .. known ? [texts["machine.addresses"]] : Array.Empty<string>(), .. titles ? [texts["machine.title"]] : Array.Empty<string>()]);
        foreach (var machine in machines)
        {
            Cell[] cells = [machine.Name, StateWords.Cell(run, machine), Numbers.Plain(machine.Vcpus), texts.KiB(machine.MemoryKiB)];
            table.Add([.. cells, .. known ? [Addresses(machine)] : Array.Empty<Cell>(), .. titles ? [machine.Title] : Array.Empty<Cell>()]);
        }
        table.WriteTo(run.Out, run.Colours);
    }

    private static Cell Addresses(MachineSummary machine)
    {
        var known = machine.Addresses ?? [];
        var shown = string.Join(' ', known.Take(MostAddresses));
        return known.Count == 0 ? "-" : known.Count > MostAddresses ? $"{shown} +{Numbers.Plain(known.Count - MostAddresses)}" : shown;
    }
}
