using Pando.Api.Client;
using Pando.Api.Networks;
using Pando.Cli.Editing;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando net</c>, and virsh's <c>net-…</c>.</summary>
internal static class NetworkCommands
{
    public static CliCommand Group(string name) => new(
        name, "net", body: null, List("list"), Info("info"), Define("define"), Create("create"), Start("start"), Destroy("destroy"), Undefine("undefine"),
        DumpXml("dumpxml"), Edit("edit"), Autostart("autostart"), NetworkLeaseCommands.Leases("dhcp-leases"), Name("name"), Uuid("uuid"), NetworkUpdateCommand.Make("update"), PortForwardCommands.Group("forward"), TraceCommand.Make("trace"), BridgeCommands.Group("bridge"), TunnelCommands.Group("tunnel"));

    public static CliCommand List(string name)
    {
        var (all, inactive, names) = (new Flag("--all"), new Flag("--inactive"), new Flag("--name"));
        return new CliCommand(name, "net-list", ListAsync, all, inactive, names) { Examples = ["pando net-list --all"] };

        async Task<int> ListAsync(Run run)
        {
            IReadOnlyList<Network> networks =
            [
                .. (await run.Client.ListNetworksAsync()).Where(network => run.Has(all) || IsActive(network) != run.Has(inactive)),
            ];
            run.Show(networks, writer => Write(run, networks, writer, run.Has(names)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Info(string name)
    {
        var network = Network();
        return new CliCommand(name, "net-info", InfoAsync, network) { Examples = ["pando net-info default"] };

        async Task<int> InfoAsync(Run run)
        {
            var found = await run.Client.GetNetworkAsync(run.Value(network));
            run.Show(found, writer => Write(run, found, writer));
            return ExitCode.Done;
        }
    }

    public static CliCommand Define(string name)
    {
        var file = new Operand("FILE", WordKind.File);
        var validate = new Flag("--validate");
        return new CliCommand(name, "net-define", DefineAsync, file, validate) { Examples = ["pando net-define lab.xml"] };

        async Task<int> DefineAsync(Run run)
        {
            var path = run.Value(file);
            var xml = await InputFile.ReadAsync(run, path);
            var defined = await OfFile.AskAsync(path, () => Changes.DoAsync(run, (pandod, cancel) => pandod.DefineNetworkAsync(xml, cancel)));
            run.Say(defined, "network.defined", ("name", defined.Name), ("file", path), ("version", Numbers.Plain(defined.Version ?? 0)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Create(string name)
    {
        var file = new Operand("FILE", WordKind.File);
        var validate = new Flag("--validate");
        return new CliCommand(name, "net-create", CreateAsync, file, validate) { Examples = ["pando net-create lab.xml"] };

        async Task<int> CreateAsync(Run run)
        {
            var path = run.Value(file);
            var xml = await InputFile.ReadAsync(run, path);
            var created = await OfFile.AskAsync(path, () => Changes.DoAsync(run, (pandod, cancel) => pandod.CreateNetworkAsync(xml, cancel)));
            run.Say(created, "network.created", ("name", created.Name), ("file", path));
            return ExitCode.Done;
        }
    }

    public static CliCommand Start(string name) => Change(name, "net-start", "network.started", (pandod, network, cancel) => pandod.StartNetworkAsync(network, cancel));

    public static CliCommand Destroy(string name) => Change(name, "net-destroy", "network.destroyed", (pandod, network, cancel) => pandod.StopNetworkAsync(network, cancel));

    public static CliCommand Undefine(string name)
    {
        var network = Network();
        return new CliCommand(name, "net-undefine", UndefineAsync, network) { Examples = ["pando net-undefine lab"] };

        async Task<int> UndefineAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => pandod.UndefineNetworkAsync(run.Value(network), cancel));
            run.Say("network.undefined", ("name", run.Value(network)));
            return ExitCode.Done;
        }
    }

    public static CliCommand DumpXml(string name)
    {
        var network = Network();
        var inactive = new Flag("--inactive");
        return new CliCommand(name, "net-dumpxml", DumpAsync, network, inactive) { Examples = ["pando net-dumpxml default"] };

        async Task<int> DumpAsync(Run run)
        {
            run.WriteXml(await run.Client.GetNetworkXmlAsync(run.Value(network), run.Has(inactive)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Edit(string name)
    {
        var network = Network();
        return new CliCommand(name, "net-edit", EditAsync, network) { Examples = ["pando net-edit default"] };

        async Task<int> EditAsync(Run run)
        {
            var subject = run.Value(network);
            // The version first: what is changed in between is then found out when it is stored.
            var version = (await run.Client.GetNetworkAsync(subject)).Version;
            var before = await run.Client.GetNetworkXmlAsync(subject, inactive: true);
            return await new DefinitionEditing(run, subject, "network.unchanged", StoreAsync).EditAsync(before, version);

            async Task StoreAsync(ReadOnlyMemory<byte> text, int? replaced)
            {
                var stored = await Changes.DoAsync(run, (pandod, cancel) => pandod.PutNetworkXmlAsync(subject, text, replaced, cancel));
                run.Say(stored, "network.edited", ("name", stored.Name), ("version", Numbers.Plain(stored.Version ?? 0)));
            }
        }
    }

    public static CliCommand Autostart(string name)
    {
        var network = Network();
        var disable = new Flag("--disable");
        return new CliCommand(name, "net-autostart", AutostartAsync, network, disable) { Examples = ["pando net-autostart default", "pando net-autostart default --disable"] };

        async Task<int> AutostartAsync(Run run)
        {
            var marked = await Changes.DoAsync(run, (pandod, cancel) => pandod.SetNetworkAutostartAsync(run.Value(network), !run.Has(disable), cancel));
            run.Say(marked, run.Has(disable) ? "network.autostart-off" : "network.autostart-on", ("name", marked.Name));
            return ExitCode.Done;
        }
    }

    public static CliCommand Name(string name) => Fact(name, "net-name", "5e0b6f2c-…", static network => network.Name);

    public static CliCommand Uuid(string name) => Fact(name, "net-uuid", "default", static network => network.Id.ToString());

    internal static Operand Network() => new("NETWORK", WordKind.Network);

    private static CliCommand Change(string name, string key, string said, Func<PandoClient, string, CancellationToken, Task<Network>> change)
    {
        var network = Network();
        return new CliCommand(name, key, ChangeAsync, network) { Examples = [$"pando {key} default"] };

        async Task<int> ChangeAsync(Run run)
        {
            var changed = await Changes.DoAsync(run, (pandod, cancel) => change(pandod, run.Value(network), cancel));
            run.Say(changed, said, ("name", changed.Name));
            return ExitCode.Done;
        }
    }

    private static CliCommand Fact(string name, string key, string example, Func<Network, string> fact)
    {
        var network = Network();
        return new CliCommand(name, key, TellAsync, network) { Examples = [$"pando {key} {example}"] };

        async Task<int> TellAsync(Run run)
        {
            var found = await run.Client.GetNetworkAsync(run.Value(network));
            run.Show(found, writer => writer.WriteLine(Printable.Of(fact(found))));
            return ExitCode.Done;
        }
    }

    private static bool IsActive(Network network) => network.State == "active";

    private static void Write(Run run, IReadOnlyList<Network> networks, TextWriter writer, bool namesOnly)
    {
        var texts = run.Texts;
        if (namesOnly)
        {
            foreach (var network in networks)
            {
                writer.WriteLine(Printable.Of(network.Name));
            }
            return;
        }
        var table = new Table(texts["network.name"], texts["network.state"], texts["machine.autostart"], texts["network.persistent"], texts["network.forward"], texts["network.bridge"], texts["network.addresses"]);
        foreach (var network in networks)
        {
            table.Add(
                network.Name, texts["network.state." + network.State], MachineFacts.YesNo(run, network.Autostart), MachineFacts.YesNo(run, network.Persistent),
                network.Forward, network.Bridge ?? string.Join(", ", network.Devices), string.Join(", ", network.Addresses));
        }
        table.WriteTo(writer, run.Colours);
    }

    private static void Write(Run run, Network network, TextWriter writer)
    {
        var texts = run.Texts;
        new FactSheet()
            .Add(texts["network.name"], network.Name)
            .Add("UUID", network.Id.ToString())
            .Add(texts["network.state"], texts["network.state." + network.State])
            .Add(texts["network.persistent"], MachineFacts.YesNo(run, network.Persistent))
            .Add(texts["machine.autostart"], MachineFacts.YesNo(run, network.Autostart))
            .Add(texts["network.forward"], network.Forward)
            .Add(texts["network.bridge"], network.Bridge)
            .Add(texts["network.devices"], network.Devices.Count > 0 ? string.Join(", ", network.Devices) : null)
            .Add(texts["network.functions"], network.Functions.Count > 0 ? string.Join(", ", network.Functions.Select(static function => function.Machine is { } machine ? $"{function.Address} ({machine})" : function.Address)) : null)
            .Add(texts["network.addresses"], string.Join(", ", network.Addresses))
            .Add(texts["network.domain"], network.Domain)
            .Add("MTU", network.Mtu is { } mtu ? Numbers.Plain(mtu) : null)
            .WriteTo(writer);
    }
}
