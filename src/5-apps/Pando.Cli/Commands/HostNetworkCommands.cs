using System.Globalization;
using Pando.Api.Host;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando host network</c>: bridges over the host's cards, VLANs, bonds; each change is taken back unless it is confirmed.</summary>
internal static class HostNetworkCommands
{
    private static readonly string[] Modes = ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

    public static CliCommand Group(string name) =>
        new(name, "host-network", body: null, Show("show"), Bridge("bridge"), Vlan("vlan"), Bond("bond"), Remove("remove"), Confirm("confirm"), Revert("revert"));

    private static CliCommand Show(string name)
    {
        return new CliCommand(name, "host-network-show", ShowAsync) { Examples = ["pando host network show"] };

        static async Task<int> ShowAsync(Run run)
        {
            var network = await run.Client.GetHostNetworkAsync();
            run.Show(network, writer => Write(run, network, writer));
            return ExitCode.Done;
        }
    }

    private static CliCommand Bridge(string name)
    {
        var (bridge, card) = (new Operand("BRIDGE", WordKind.Text), new Operand("DEVICE", WordKind.Text));
        var (tree, within) = (new Flag("--stp"), Within());
        return new CliCommand(name, "host-network-bridge", BridgeAsync, bridge, card, tree, within)
        {
            Examples = ["pando host network bridge br0 eth0", "pando host network bridge br20 eth0.20 --confirm-within 120"],
        };

        Task<int> BridgeAsync(Run run) => ChangeAsync(run, within, new HostNetworkChangeRequest
        {
            Action = "bridge",
            Name = run.Value(bridge),
            Ports = [run.Value(card)],
            SpanningTree = run.Has(tree),
        });
    }

    private static CliCommand Vlan(string name)
    {
        var (card, number) = (new Operand("DEVICE", WordKind.Text), new Operand("VLAN", WordKind.Text));
        var (own, within) = (new Setting("--name", "NAME"), Within());
        return new CliCommand(name, "host-network-vlan", VlanAsync, card, number, own, within)
        {
            Examples = ["pando host network vlan eth0 20", "pando host network vlan bond0 30 --name storage"],
        };

        Task<int> VlanAsync(Run run)
        {
            var vlan = int.TryParse(run.Value(number), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
                ? parsed
                : throw CliException.Usage("bad-number", ("option", number.Name), ("value", run.Value(number)));
            return ChangeAsync(run, within, new HostNetworkChangeRequest
            {
                Action = "vlan",
                Name = run.Value(own) ?? string.Create(CultureInfo.InvariantCulture, $"{run.Value(card)}.{vlan}"),
                Ports = [run.Value(card)],
                Vlan = vlan,
            });
        }
    }

    private static CliCommand Bond(string name)
    {
        var (bond, cards) = (new Operand("BOND", WordKind.Text), new Operands("DEVICES", WordKind.Text));
        var (mode, miimon) = (new Setting("--mode", "MODE") { Choices = Modes }, new Setting("--miimon", "MILLISECONDS"));
        var policy = new Setting("--hash-policy", "POLICY") { Choices = ["layer2", "layer2+3", "layer3+4"] };
        var (rate, within) = (new Setting("--lacp-rate", "RATE") { Choices = ["slow", "fast"] }, Within());
        return new CliCommand(name, "host-network-bond", BondAsync, bond, cards, mode, miimon, policy, rate, within)
        {
            Examples = ["pando host network bond bond0 eth0 eth1", "pando host network bond bond0 eth0 eth1 --mode 802.3ad --lacp-rate fast --hash-policy layer3+4"],
        };

        Task<int> BondAsync(Run run) => ChangeAsync(run, within, new HostNetworkChangeRequest
        {
            Action = "bond",
            Name = run.Value(bond),
            Ports = run.Values(cards),
            BondMode = run.Value(mode),
            Miimon = BridgeCommands.Number(run, miimon),
            HashPolicy = run.Value(policy),
            LacpRate = run.Value(rate),
        });
    }

    private static CliCommand Remove(string name)
    {
        var (device, within) = (new Operand("DEVICE", WordKind.Text), Within());
        return new CliCommand(name, "host-network-remove", RemoveAsync, device, within) { Examples = ["pando host network remove br0"] };

        Task<int> RemoveAsync(Run run) => ChangeAsync(run, within, new HostNetworkChangeRequest { Action = "remove", Name = run.Value(device) });
    }

    private static CliCommand Confirm(string name)
    {
        return new CliCommand(name, "host-network-confirm", ConfirmAsync) { Examples = ["pando host network confirm"] };

        static async Task<int> ConfirmAsync(Run run)
        {
            var done = await Changes.DoAsync(run, static (pandod, cancel) => pandod.ConfirmHostNetworkAsync(cancel));
            if (done.ManagedBy is { } manager)
            {
                run.Say(done, "host.net-confirmed", ("device", done.Name), ("manager", manager), ("files", string.Join(", ", done.Files)));
            }
            else
            {
                run.Say(done, "host.net-confirmed-live", ("device", done.Name));
            }
            return ExitCode.Done;
        }
    }

    private static CliCommand Revert(string name)
    {
        return new CliCommand(name, "host-network-revert", RevertAsync) { Examples = ["pando host network revert"] };

        static async Task<int> RevertAsync(Run run)
        {
            var done = await Changes.DoAsync(run, static (pandod, cancel) => pandod.RevertHostNetworkAsync(cancel));
            run.Say(done, "host.net-reverted", ("device", done.Name));
            return ExitCode.Done;
        }
    }

    private static Setting Within() => new("--confirm-within", "SECONDS");

    private static async Task<int> ChangeAsync(Run run, Setting within, HostNetworkChangeRequest request)
    {
        var asked = request with { ConfirmWithinSeconds = BridgeCommands.Number(run, within) };
        var pending = await Changes.DoAsync(run, (pandod, cancel) => pandod.ChangeHostNetworkAsync(asked, cancel));
        run.Show(pending, writer => Write(run, pending, writer));
        return ExitCode.Done;
    }

    private static void Write(Run run, HostNetworkPending pending, TextWriter writer)
    {
        var texts = run.Texts;
        writer.WriteLine(Printable.Of(texts[pending.Action == "remove" ? "host.net-pending-removal" : "host.net-pending", ("device", pending.Name), ("until", run.Around.Time.Moment(pending.Until))]));
        writer.WriteLine(run.Colours.Hint("pando host network confirm"));
        writer.WriteLine(Printable.Of(pending.ManagedBy is { } manager
            ? texts["host.net-will-write", ("manager", manager), ("files", string.Join(", ", pending.Files))]
            : texts["host.net-live-only"]));
        if (pending.HasLentAddress)
        {
            writer.WriteLine(Printable.Of(texts["host.net-lent"]));
        }
    }

    private static void Write(Run run, HostNetwork network, TextWriter writer)
    {
        var texts = run.Texts;
        var table = new Table(texts["host.net-device"], texts["host.net-kind"], texts["host.net-on"], texts["host.net-state"], "MTU", texts["host.net-addresses"], texts["host.net-gateways"]);
        foreach (var device in network.Devices)
        {
            table.Add(
                device.Name, Kind(device), device.Master ?? device.Lower ?? "-", texts[device is { IsUp: true, HasCarrier: true } ? "host.net-up" : device.IsUp ? "host.net-no-carrier" : "host.net-down"],
                Numbers.Plain(device.Mtu), Joined(device.Addresses),
                Joined([.. device.Routes.Where(static route => route is { To: "0.0.0.0/0" or "::/0", Table: null }).Select(static route => route.Gateway ?? "*")]));
        }
        table.WriteTo(writer, run.Colours);
        if (network.Pending is { } pending)
        {
            writer.WriteLine();
            Write(run, pending, writer);
        }
    }

    private static string Kind(HostNetworkDevice device) => (device.Kind ?? "-")
        + (device.Vlan is { } vlan ? " " + Numbers.Plain(vlan) : string.Empty)
        + (device.BondMode is { } mode ? " " + mode : string.Empty)
        + (device.MadeByPando ? " *" : string.Empty);

    private static string Joined(IReadOnlyList<string> words) => words.Count > 0 ? string.Join(", ", words) : "-";
}
