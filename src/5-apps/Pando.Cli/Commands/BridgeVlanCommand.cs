using Pando.Api.Networks;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando net bridge vlan</c>: whether a bridge keeps VLANs apart, and which ports are in which.</summary>
internal static class BridgeVlanCommand
{
    public static CliCommand Make(string name)
    {
        var bridge = BridgeCommands.Bridge();
        var (on, off, port) = (new Flag("--on"), new Flag("--off"), new Setting("--port", "DEVICE"));
        var (add, remove) = (new Setting("--add", "ID"), new Setting("--delete", "ID"));
        var (pvid, untagged) = (new Flag("--pvid"), new Flag("--untagged"));
        return new CliCommand(name, "net-bridge-vlan", VlansAsync, bridge, on, off, port, add, remove, pvid, untagged)
        {
            Examples = ["pando net bridge vlan br0", "pando net bridge vlan br0 --on", "pando net bridge vlan br0 --port eth1 --add 20", "pando net bridge vlan br0 --port vnet0 --add 20 --pvid --untagged"],
        };

        async Task<int> VlansAsync(Run run)
        {
            var subject = run.Value(bridge);
            RefuseBoth(run.Has(on) && run.Has(off), on.Name, off.Name);
            RefuseBoth(run.Value(add) is not null && run.Value(remove) is not null, add.Name, remove.Name);
            if (run.Has(on) || run.Has(off))
            {
                await Changes.DoAsync(run, (pandod, cancel) => pandod.ChangeBridgeAsync(subject, new BridgeChange { VlanFiltering = run.Has(on) }, cancel));
            }
            if ((BridgeCommands.Number(run, add) ?? BridgeCommands.Number(run, remove)) is { } id)
            {
                var device = run.Value(port) ?? throw CliException.Usage("vlan-port-missing");
                await Changes.DoAsync(run, (pandod, cancel) => run.Value(add) is not null
                    ? pandod.WriteBridgeVlanAsync(subject, id, new BridgeVlanRequest { Device = device, Pvid = run.Has(pvid), Untagged = run.Has(untagged) }, cancel)
                    : pandod.RemoveBridgeVlanAsync(subject, id, device, cancel));
            }
            var ports = await run.Client.ListBridgeVlansAsync(subject);
            run.Show(ports, writer => Write(run, ports, writer));
            return ExitCode.Done;
        }
    }

    private static void RefuseBoth(bool both, string one, string other)
    {
        if (both)
        {
            throw CliException.Usage("both-of", ("one", one), ("other", other));
        }
    }

    private static void Write(Run run, IReadOnlyList<BridgePortVlans> ports, TextWriter writer)
    {
        var texts = run.Texts;
        var table = new Table(texts["network.port"], texts["network.machine"], "VLAN", "PVID", texts["network.untagged"]);
        foreach (var port in ports)
        {
            if (port.All)
            {
                table.Add(port.Device, port.Machine ?? "-", "*", "-", "-");
            }
            foreach (var vlan in port.Vlans)
            {
                table.Add(port.Device, port.Machine ?? "-", Numbers.Plain(vlan.Id), MachineFacts.YesNo(run, vlan.Pvid), MachineFacts.YesNo(run, vlan.Untagged));
            }
        }
        table.WriteTo(writer, run.Colours);
    }
}
