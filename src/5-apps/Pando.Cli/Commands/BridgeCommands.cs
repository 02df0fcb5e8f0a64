using System.Globalization;
using Pando.Api.Networks;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando net bridge</c>: the host's bridges, their ports, their tables, their search for loops.</summary>
internal static class BridgeCommands
{
    public static CliCommand Group(string name) => new(name, "net-bridge", body: null, List("list"), Show("show"), SwitchBridgeCommands.Add("add"), SwitchBridgeCommands.Delete("delete"), Change("set"), BridgePortCommand.Make("port"), Addresses("fdb"), SpanningTree("stp"), BridgeVlanCommand.Make("vlan"));

    private static CliCommand List(string name)
    {
        return new CliCommand(name, "net-bridge-list", ListAsync) { Examples = ["pando net bridge list"] };

        static async Task<int> ListAsync(Run run)
        {
            var bridges = await run.Client.ListBridgesAsync();
            run.Show(bridges, writer =>
            {
                var texts = run.Texts;
                var table = new Table(texts["network.name"], texts["network.bridge-kind"], texts["network.network"], "MAC", "STP", texts["network.ports"]);
                foreach (var bridge in bridges)
                {
                    table.Add(bridge.Name, texts["network.bridge-kind." + bridge.Kind], bridge.Network ?? "-", bridge.Mac ?? "-", MachineFacts.YesNo(run, bridge.SpanningTree), string.Join(", ", bridge.Ports.Select(static port => port.Machine ?? port.Device)));
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    private static CliCommand Show(string name)
    {
        var bridge = Bridge();
        return new CliCommand(name, "net-bridge-show", ShowAsync, bridge) { Examples = ["pando net bridge show virbr0"] };

        async Task<int> ShowAsync(Run run)
        {
            var found = await run.Client.GetBridgeAsync(run.Value(bridge));
            run.Show(found, writer => Write(run, found, writer));
            return ExitCode.Done;
        }
    }

    private static CliCommand Addresses(string name)
    {
        var bridge = Bridge();
        var (add, remove, port) = (new Setting("--add", "MAC"), new Setting("--delete", "MAC"), new Setting("--port", "DEVICE"));
        var (vlan, flush) = (new Setting("--vlan", "ID"), new Flag("--flush"));
        return new CliCommand(name, "net-bridge-fdb", AddressesAsync, bridge, add, remove, port, vlan, flush)
        {
            Examples = ["pando net bridge fdb virbr0", "pando net bridge fdb virbr0 --add 52:54:00:00:00:01 --port vnet0", "pando net bridge fdb virbr0 --flush"],
        };

        async Task<int> AddressesAsync(Run run)
        {
            var subject = run.Value(bridge);
            if (run.Value(add) is not null && run.Value(remove) is not null)
            {
                throw CliException.Usage("both-of", ("one", add.Name), ("other", remove.Name));
            }
            if (run.Has(flush))
            {
                await Changes.DoAsync(run, (pandod, cancel) => pandod.ForgetBridgeAddressesAsync(subject, run.Value(port), cancel));
                run.Say("network.addresses-forgotten", ("bridge", subject));
                return ExitCode.Done;
            }
            if ((run.Value(add) ?? run.Value(remove)) is { } mac)
            {
                var device = run.Value(port) ?? throw CliException.Usage("port-missing");
                await Changes.DoAsync(run, (pandod, cancel) => run.Value(add) is not null
                    ? pandod.WriteBridgeAddressAsync(subject, mac, new ForwardingRequest { Device = device, Vlan = Number(run, vlan) }, cancel)
                    : pandod.RemoveBridgeAddressAsync(subject, mac, device, cancel));
                run.Say(run.Value(add) is not null ? "network.address-written" : "network.address-removed", ("mac", mac), ("port", device), ("bridge", subject));
                return ExitCode.Done;
            }
            var entries = await run.Client.ListBridgeAddressesAsync(subject);
            run.Show(entries, writer =>
            {
                var texts = run.Texts;
                var table = new Table("MAC", texts["network.port"], texts["network.machine"], "VLAN", texts["network.entry-kind"], texts["network.entry-age"]);
                foreach (var entry in entries)
                {
                    table.Add(
                        entry.Mac, entry.Device, entry.Machine ?? "-", entry.Vlan is { } vlan ? Numbers.Plain(vlan) : "-", texts["network.entry-kind." + entry.Kind],
                        entry.AgeSeconds is { } age ? string.Create(CultureInfo.InvariantCulture, $"{age:0} s") : "-");
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    private static CliCommand Change(string name)
    {
        var bridge = Bridge();
        var (ageing, mtu, snooping) = (new Setting("--ageing", "SECONDS"), new Setting("--mtu", "BYTES"), new Setting("--multicast-snooping", "STATE") { Choices = OnOff });
        return new CliCommand(name, "net-bridge-set", ChangeAsync, bridge, ageing, mtu, snooping) { Examples = ["pando net bridge set virbr0 --ageing 60", "pando net bridge set br0 --mtu 9000"] };

        async Task<int> ChangeAsync(Run run)
        {
            var change = new BridgeChange { AgeingSeconds = Number(run, ageing), Mtu = Number(run, mtu), MulticastSnooping = Switch(run, snooping) };
            var found = await Changes.DoAsync(run, (pandod, cancel) => pandod.ChangeBridgeAsync(run.Value(bridge), change, cancel));
            run.Show(found, writer => Write(run, found, writer));
            return ExitCode.Done;
        }
    }

    private static CliCommand SpanningTree(string name)
    {
        var bridge = Bridge();
        var (on, off) = (new Flag("--on"), new Flag("--off"));
        var (priority, delay) = (new Setting("--priority", "NUMBER"), new Setting("--forward-delay", "SECONDS"));
        return new CliCommand(name, "net-bridge-stp", ChangeAsync, bridge, on, off, priority, delay)
        {
            Examples = ["pando net bridge stp virbr0", "pando net bridge stp virbr0 --on --priority 4096 --forward-delay 4"],
        };

        async Task<int> ChangeAsync(Run run)
        {
            if (run.Has(on) && run.Has(off))
            {
                throw CliException.Usage("both-of", ("one", on.Name), ("other", off.Name));
            }
            var change = new BridgeChange
            {
                SpanningTree = run.Has(on) ? true : run.Has(off) ? false : null,
                Priority = Number(run, priority),
                ForwardDelaySeconds = Number(run, delay),
            };
            var found = change == new BridgeChange()
                ? await run.Client.GetBridgeAsync(run.Value(bridge))
                : await Changes.DoAsync(run, (pandod, cancel) => pandod.ChangeBridgeAsync(run.Value(bridge), change, cancel));
            run.Show(found, writer => Write(run, found, writer));
            return ExitCode.Done;
        }
    }

    /// <summary>The words of a <c>--thing on|off</c>.</summary>
    public static string[] OnOff { get; } = ["on", "off"];

    public static bool? Switch(Run run, Setting setting) => run.Value(setting) switch { "on" => true, "off" => false, _ => null };

    public static Operand Bridge() => new("BRIDGE", WordKind.Bridge);

    public static int? Number(Run run, Setting setting) => run.Value(setting) is not { } text
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw CliException.Usage("bad-number", ("option", setting.Name), ("value", text));

    public static void Write(Run run, Bridge bridge, TextWriter writer)
    {
        if (bridge.Kind == SwitchBridgeCommands.Kind)
        {
            SwitchBridgeCommands.Write(run, bridge, writer);
            return;
        }
        var texts = run.Texts;
        new FactSheet()
            .Add(texts["network.name"], bridge.Name)
            .Add(texts["network.network"], bridge.Network)
            .Add("MAC", bridge.Mac)
            .Add("MTU", Numbers.Plain(bridge.Mtu))
            .Add("STP", MachineFacts.YesNo(run, bridge.SpanningTree))
            .Add(texts["network.priority"], bridge.Priority is { } priority ? Numbers.Plain(priority) : null)
            .Add(texts["network.forward-delay"], Seconds(bridge.ForwardDelaySeconds))
            .Add(texts["network.ageing"], Seconds(bridge.AgeingSeconds))
            .Add("VLAN", MachineFacts.YesNo(run, bridge.VlanFiltering))
            .Add(texts["network.snooping"], MachineFacts.YesNo(run, bridge.MulticastSnooping))
            .WriteTo(writer);
        var table = new Table(texts["network.port"], texts["network.machine"], texts["network.state"], texts["network.path-cost"], texts["network.priority"]);
        foreach (var port in bridge.Ports)
        {
            table.Add(port.Device, port.Machine ?? "-", texts["network.port-state." + port.State], Numbers.Plain(port.PathCost), Numbers.Plain(port.Priority));
        }
        writer.WriteLine();
        table.WriteTo(writer, run.Colours);
    }

    public static string? Seconds(double? seconds) => seconds is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.##} s") : null;
}
