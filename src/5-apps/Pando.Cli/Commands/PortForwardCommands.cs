using System.Globalization;
using Pando.Api.Networks;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando net forward</c>: ports of the host that lead to guests.</summary>
internal static class PortForwardCommands
{
    public static CliCommand Group(string name) => new(name, "net-forward", body: null, List("list"), Add("add"), Remove("remove"));

    private static CliCommand List(string name)
    {
        var network = NetworkCommands.Network();
        return new CliCommand(name, "net-forward-list", ListAsync, network) { Examples = ["pando net forward list default"] };

        async Task<int> ListAsync(Run run)
        {
            Show(run, await run.Client.ListPortForwardsAsync(run.Value(network)));
            return ExitCode.Done;
        }
    }

    private static CliCommand Add(string name)
    {
        var network = NetworkCommands.Network();
        var (ports, target) = (new Operand("PORTS", WordKind.Text), new Operand("TARGET", WordKind.Text));
        var (udp, address, scope) = (new Flag("--udp"), new Setting("--address", "ADDRESS"), new ScopeOptions());
        return new CliCommand(name, "net-forward-add", AddAsync, [network, ports, target, udp, address, .. scope.OfNetworks])
        {
            Examples = ["pando net forward add default 8080 192.168.122.77:80", "pando net forward add default 5000-5010 192.168.122.77 --udp", "pando net forward add default 8080 web1:80"],
        };

        async Task<int> AddAsync(Run run)
        {
            var (first, last) = Range(run.Value(ports));
            var (host, port) = Target(run.Value(target));
            var forward = new PortForward
            {
                Protocol = run.Has(udp) ? "udp" : "tcp",
                Address = run.Value(address),
                Port = first,
                LastPort = last,
                Target = System.Net.IPAddress.TryParse(host, out _) ? host : await AddressOfAsync(run, host),
                TargetPort = port,
            };
            Show(run, await Changes.DoAsync(run, (pandod, cancel) => pandod.AddPortForwardAsync(run.Value(network), forward, scope.Of(run), cancel)));
            return ExitCode.Done;
        }
    }

    private static CliCommand Remove(string name)
    {
        var network = NetworkCommands.Network();
        var port = new Operand("PORT", WordKind.Text);
        var (udp, address, scope) = (new Flag("--udp"), new Setting("--address", "ADDRESS"), new ScopeOptions());
        return new CliCommand(name, "net-forward-remove", RemoveAsync, [network, port, udp, address, .. scope.OfNetworks]) { Examples = ["pando net forward remove default 8080"] };

        async Task<int> RemoveAsync(Run run)
        {
            var (first, _) = Range(run.Value(port));
            Show(run, await Changes.DoAsync(run, (pandod, cancel) =>
                pandod.RemovePortForwardAsync(run.Value(network), run.Has(udp) ? "udp" : "tcp", first, run.Value(address), scope.Of(run), cancel)));
            return ExitCode.Done;
        }
    }

    // A machine is known by the address that it has now; whether it keeps that is up to its network (net-update … ip-dhcp-host).
    private static async Task<string> AddressOfAsync(Run run, string machine) =>
        (await run.Client.ListMachineAddressesAsync(machine, source: null, run.Interrupts.Token)).SelectMany(static card => card.Addresses).FirstOrDefault(static address => address.Type == "ipv4")?.Address
        ?? throw new CliException(ExitCode.Failed, "no-address", ("name", machine));

    private static (int First, int? Last) Range(string text)
    {
        var parts = text.Split('-');
        return parts.Length switch
        {
            1 => (Number(text), null),
            2 => (Number(parts[0]), Number(parts[1])),
            _ => throw CliException.Usage("bad-number", ("option", "PORTS"), ("value", text)),
        };
    }

    /// <summary><c>10.0.0.2:80</c>, <c>[fd00::2]:80</c>, <c>web1:80</c>, each without its port, too.</summary>
    private static (string Host, int? Port) Target(string text)
    {
        var bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        if (bracket > 0)
        {
            var behind = text[(bracket + 1)..];
            return (text[1..bracket], behind.Length == 0 ? null : behind[0] == ':' ? Number(behind[1..]) : throw CliException.Usage("bad-number", ("option", "TARGET"), ("value", text)));
        }
        var colon = text.LastIndexOf(':');
        return colon < 0 || text.IndexOf(':', StringComparison.Ordinal) != colon ? (text, null) : (text[..colon], Number(text[(colon + 1)..]));
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw CliException.Usage("bad-number", ("option", "PORTS"), ("value", text));

    private static void Show(Run run, IReadOnlyList<PortForward> forwards) => run.Show(forwards, writer =>
    {
        var texts = run.Texts;
        var table = new Table(texts["network.forward-protocol"], texts["network.forward-address"], texts["network.forward-port"], texts["network.forward-target"]);
        foreach (var one in forwards)
        {
            var shift = one.TargetPort is { } port && port != one.Port ? $":{Numbers.Plain(port)}" : string.Empty;
            table.Add(one.Protocol, one.Address ?? "*", one.LastPort is { } last ? $"{Numbers.Plain(one.Port)}-{Numbers.Plain(last)}" : Numbers.Plain(one.Port), one.Target + shift);
        }
        table.WriteTo(writer, run.Colours);
    });
}
