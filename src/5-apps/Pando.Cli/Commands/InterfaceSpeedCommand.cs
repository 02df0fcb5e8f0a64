using System.Globalization;
using Pando.Api.Machines;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's domiftune: how fast a network card may be. Without a change it shows that.</summary>
internal static class InterfaceSpeedCommand
{
    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var card = new Operand("INTERFACE", WordKind.Text);
        var inbound = new Setting("--inbound", "AVERAGE,PEAK,BURST,FLOOR");
        var outbound = new Setting("--outbound", "AVERAGE,PEAK,BURST");
        var scope = new ScopeOptions();
        return new CliCommand(name, "domiftune", DoAsync, [machine, card, inbound, outbound, .. scope.All])
        {
            Examples = ["pando domiftune web1 vnet0", "pando domiftune web1 vnet0 --inbound 1024,4096,2048 --outbound 512 --live --config", "pando domiftune web1 vnet0 --inbound 0"],
        };

        async Task<int> DoAsync(Run run)
        {
            var wish = new InterfaceSpeeds { Inbound = Read(run, inbound, most: 4), Outbound = Read(run, outbound, most: 3) };
            if (wish == new InterfaceSpeeds())
            {
                var at = scope.ReadsDefinition(run) ? "config" : null;
                var speeds = await run.Client.GetInterfaceBandwidthAsync(run.Value(machine), run.Value(card), at);
                run.Show(speeds, writer => Lines(speeds).Aggregate(new FactSheet(), static (sheet, line) => sheet.Add(line.Name, line.Value)).WriteTo(writer));
                return ExitCode.Done;
            }
            var to = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetInterfaceBandwidthAsync(run.Value(machine), run.Value(card), wish, to, cancel));
            run.Say(changed, "machine.device-updated", ("name", changed.Name), ("device", run.Value(card)));
            return ExitCode.Done;
        }
    }

    private static InterfaceSpeed? Read(Run run, Setting option, int most)
    {
        if (run.Value(option) is not { } text)
        {
            return null;
        }
        var parts = text.Split(',');
        if (parts.Length > most)
        {
            throw CliException.Usage("bad-number", ("option", option.Name), ("value", text));
        }
        return new InterfaceSpeed { AverageKiB = Number(0), PeakKiB = Number(1), BurstKiB = Number(2), FloorKiB = Number(3) };

        // A place that is left empty is not said.
        int? Number(int place) => place >= parts.Length || parts[place].Length == 0
            ? null
            : int.TryParse(parts[place], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw CliException.Usage("bad-number", ("option", option.Name), ("value", text));
    }

    private static IEnumerable<(string Name, string Value)> Lines(InterfaceSpeeds speeds) =>
    [
        .. Of("inbound", speeds.Inbound), ("inbound.floor", Text(speeds.Inbound?.FloorKiB)),
        .. Of("outbound", speeds.Outbound),
    ];

    private static IEnumerable<(string Name, string Value)> Of(string direction, InterfaceSpeed? speed) =>
    [
        (direction + ".average", Text(speed?.AverageKiB)), (direction + ".peak", Text(speed?.PeakKiB)), (direction + ".burst", Text(speed?.BurstKiB)),
    ];

    private static string Text(int? number) => (number ?? 0).ToString(CultureInfo.InvariantCulture);
}
