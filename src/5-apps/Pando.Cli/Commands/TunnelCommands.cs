using Pando.Api.Networks;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando net tunnel</c>: tunnels between bridges of Open vSwitch on several hosts.</summary>
internal static class TunnelCommands
{
    private static readonly string[] Kinds = ["vxlan", "geneve"];

    public static CliCommand Group(string name) => new(name, "net-tunnel", body: null, List("list"), Add("add"), Delete("delete"));

    private static CliCommand List(string name)
    {
        return new CliCommand(name, "net-tunnel-list", ListAsync) { Examples = ["pando net tunnel list"] };

        static async Task<int> ListAsync(Run run)
        {
            Show(run, await run.Client.ListTunnelsAsync());
            return ExitCode.Done;
        }
    }

    private static CliCommand Add(string name)
    {
        var (bridge, tunnel) = (BridgeCommands.Bridge(), new Operand("TUNNEL", WordKind.Text));
        var (remote, local, kind) = (new Setting("--remote", "ADDRESS"), new Setting("--local", "ADDRESS"), new Setting("--type", "TYPE") { Choices = Kinds });
        var (key, port, vlan) = (new Setting("--key", "NUMBER"), new Setting("--port", "PORT"), new Setting("--vlan", "ID"));
        return new CliCommand(name, "net-tunnel-add", AddAsync, bridge, tunnel, remote, local, kind, key, port, vlan)
        {
            Examples = ["pando net tunnel add ovsbr0 tohost2 --remote 192.0.2.2 --key 42", "pando net tunnel add ovsbr0 tohost2 --type geneve --remote 192.0.2.2 --local 192.0.2.1"],
        };

        async Task<int> AddAsync(Run run)
        {
            var request = new BridgeTunnel
            {
                Bridge = run.Value(bridge),
                Name = run.Value(tunnel),
                Kind = run.Value(kind) ?? Kinds[0],
                Remote = run.Value(remote) ?? throw CliException.Usage("remote-missing", ("option", remote.Name)),
                Local = run.Value(local),
                Key = BridgeCommands.Number(run, key),
                Port = BridgeCommands.Number(run, port),
                Tag = BridgeCommands.Number(run, vlan),
            };
            var made = await Changes.DoAsync(run, (pandod, cancel) => pandod.AddTunnelAsync(request, cancel));
            run.Say(made, "network.tunnel-added", ("tunnel", made.Name), ("bridge", made.Bridge), ("remote", made.Remote));
            return ExitCode.Done;
        }
    }

    private static CliCommand Delete(string name)
    {
        var tunnel = new Operand("TUNNEL", WordKind.Text);
        return new CliCommand(name, "net-tunnel-delete", DeleteAsync, tunnel) { Examples = ["pando net tunnel delete tohost2"] };

        async Task<int> DeleteAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => pandod.RemoveTunnelAsync(run.Value(tunnel), cancel));
            run.Say("network.tunnel-deleted", ("tunnel", run.Value(tunnel)));
            return ExitCode.Done;
        }
    }

    private static void Show(Run run, IReadOnlyList<BridgeTunnel> tunnels) => run.Show(tunnels, writer =>
    {
        var texts = run.Texts;
        var table = new Table(texts["network.tunnel"], texts["network.bridge"], texts["network.bridge-kind"], texts["network.tunnel-remote"], texts["network.tunnel-local"], "VNI", texts["network.port"], texts["network.state"]);
        foreach (var one in tunnels)
        {
            table.Add(
                one.Name, one.Bridge, one.Kind, one.Remote, one.Local ?? "-", Numbers.Plain(one.Key ?? 0), one.Port is { } port ? Numbers.Plain(port) : "-",
                one.Error ?? texts["network.port-state." + (one.IsUp ? "forwarding" : "disabled")]);
        }
        table.WriteTo(writer, run.Colours);
    });
}
