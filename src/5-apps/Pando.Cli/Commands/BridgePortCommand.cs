using Pando.Api.Networks;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando net bridge port</c>: how one port of a bridge works.</summary>
internal static class BridgePortCommand
{
    public static CliCommand Make(string name)
    {
        var (bridge, port) = (BridgeCommands.Bridge(), new Operand("DEVICE", WordKind.Text));
        var (cost, priority) = (new Setting("--cost", "NUMBER"), new Setting("--priority", "NUMBER"));
        var (learning, flood, isolated, guard) = (Switch("--learning"), Switch("--flood"), Switch("--isolated"), Switch("--guard"));
        return new CliCommand(name, "net-bridge-port", ChangeAsync, bridge, port, cost, priority, learning, flood, isolated, guard)
        {
            Examples = ["pando net bridge port br0 eth1 --cost 200", "pando net bridge port virbr0 vnet0 --learning off --flood off"],
        };

        async Task<int> ChangeAsync(Run run)
        {
            var change = new BridgePortChange
            {
                PathCost = BridgeCommands.Number(run, cost),
                Priority = BridgeCommands.Number(run, priority),
                Learns = BridgeCommands.Switch(run, learning),
                Floods = BridgeCommands.Switch(run, flood),
                IsIsolated = BridgeCommands.Switch(run, isolated),
                Guard = BridgeCommands.Switch(run, guard),
            };
            var found = await Changes.DoAsync(run, (pandod, cancel) => pandod.ChangeBridgePortAsync(run.Value(bridge), run.Value(port), change, cancel));
            run.Show(found, writer => Write(run, found.Ports.Where(one => one.Device == run.Value(port)), writer));
            return ExitCode.Done;
        }
    }

    private static Setting Switch(string name) => new(name, "STATE") { Choices = BridgeCommands.OnOff };

    private static void Write(Run run, IEnumerable<BridgePort> ports, TextWriter writer)
    {
        var texts = run.Texts;
        foreach (var port in ports)
        {
            new FactSheet()
                .Add(texts["network.port"], port.Device)
                .Add(texts["network.machine"], port.Machine)
                .Add(texts["network.state"], texts["network.port-state." + port.State])
                .Add(texts["network.path-cost"], Numbers.Plain(port.PathCost))
                .Add(texts["network.priority"], Numbers.Plain(port.Priority))
                .Add(texts["network.learns"], MachineFacts.YesNo(run, port.Learns))
                .Add(texts["network.floods"], MachineFacts.YesNo(run, port.Floods))
                .Add(texts["network.isolated"], MachineFacts.YesNo(run, port.IsIsolated))
                .Add(texts["network.guard"], MachineFacts.YesNo(run, port.Guard))
                .WriteTo(writer);
        }
    }
}
