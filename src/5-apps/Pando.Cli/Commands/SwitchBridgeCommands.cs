using Pando.Api.Networks;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando net bridge add</c> and <c>delete</c>: bridges of Open vSwitch, and how they are shown.</summary>
internal static class SwitchBridgeCommands
{
    /// <summary>What bridges of Open vSwitch are called on the wire.</summary>
    public const string Kind = "openvswitch";

    public static CliCommand Add(string name)
    {
        var bridge = BridgeCommands.Bridge();
        var (ovs, mtu) = (new Flag("--ovs"), new Setting("--mtu", "BYTES"));
        return new CliCommand(name, "net-bridge-add", AddAsync, bridge, ovs, mtu) { Examples = ["pando net bridge add ovsbr0 --ovs"] };

        async Task<int> AddAsync(Run run)
        {
            if (!run.Has(ovs))
            {
                // A bridge of the kernel does not outlive the host: it belongs to a network, or to the host's configuration.
                throw CliException.Usage("bridge-kind-missing", ("option", ovs.Name));
            }
            var request = new BridgeRequest { Name = run.Value(bridge), Mtu = BridgeCommands.Number(run, mtu) };
            var made = await Changes.DoAsync(run, (pandod, cancel) => pandod.AddBridgeAsync(request, cancel));
            run.Say(made, "network.bridge-added." + made.Datapath, ("bridge", made.Name));
            return ExitCode.Done;
        }
    }

    public static CliCommand Delete(string name)
    {
        var bridge = BridgeCommands.Bridge();
        return new CliCommand(name, "net-bridge-delete", DeleteAsync, bridge) { Examples = ["pando net bridge delete ovsbr0"] };

        async Task<int> DeleteAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => pandod.RemoveBridgeAsync(run.Value(bridge), cancel));
            run.Say("network.bridge-deleted", ("bridge", run.Value(bridge)));
            return ExitCode.Done;
        }
    }

    public static void Write(Run run, Bridge bridge, TextWriter writer)
    {
        var texts = run.Texts;
        new FactSheet()
            .Add(texts["network.name"], bridge.Name)
            .Add(texts["network.bridge-kind"], texts["network.bridge-kind." + Kind])
            .Add(texts["network.datapath"], texts["network.datapath." + bridge.Datapath])
            .Add(texts["network.network"], bridge.Network)
            .Add("MAC", bridge.Mac)
            .Add("MTU", Numbers.Plain(bridge.Mtu))
            .Add("STP", MachineFacts.YesNo(run, bridge.SpanningTree))
            .Add(texts["network.priority"], bridge.Priority is { } priority ? Numbers.Plain(priority) : null)
            .Add(texts["network.forward-delay"], BridgeCommands.Seconds(bridge.ForwardDelaySeconds))
            .Add(texts["network.ageing"], BridgeCommands.Seconds(bridge.AgeingSeconds))
            .Add(texts["network.snooping"], MachineFacts.YesNo(run, bridge.MulticastSnooping))
            .WriteTo(writer);
        var table = new Table(texts["network.port"], texts["network.machine"], texts["network.state"], "VLAN", texts["network.trunks"], texts["network.tunnel"]);
        foreach (var port in bridge.Ports)
        {
            table.Add(
                port.Device, port.Machine ?? "-", port.Error ?? texts["network.port-state." + port.State], port.Tag is { } tag ? Numbers.Plain(tag) : "-",
                port.Trunks is { Count: > 0 } trunks ? string.Join(", ", trunks.Select(static vlan => Numbers.Plain(vlan))) : port.Tag is null ? "*" : "-",
                port.Tunnel is { } tunnel ? $"{tunnel.Kind} {tunnel.Remote} {Numbers.Plain(tunnel.Key ?? 0)}" : "-");
        }
        writer.WriteLine();
        table.WriteTo(writer, run.Colours);
    }
}
