using System.Xml.Linq;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>Network cards without writing XML: attach-interface, detach-interface, domif-setlink, domif-getlink.</summary>
internal static class InterfaceDeviceCommands
{
    private static readonly string[] Types = ["user", "network", "bridge", "direct"];

    public static CliCommand Attach(string name)
    {
        var machine = Operand.Machine();
        var type = new Operand("TYPE", WordKind.Text);
        var source = new Operand("SOURCE", WordKind.Text, optional: true);
        var mac = new Setting("--mac", "MAC");
        var model = new Setting("--model", "MODEL");
        var target = new Setting("--target", "NAME");
        var scope = new ScopeOptions();
        return new CliCommand(name, "attach-interface", AttachAsync, [machine, type, source, mac, model, target, .. scope.All])
        {
            Examples = ["pando attach-interface web1 bridge br0 --model virtio --live --config", "pando attach-interface web1 user"],
        };

        async Task<int> AttachAsync(Run run)
        {
            var kind = run.Value(type);
            if (!Types.Contains(kind, StringComparer.Ordinal) || kind == "user" == run.Optional(source) is not null)
            {
                throw CliException.Usage("interface-type", ("value", kind));
            }
            var card = new XElement("interface",
                new XAttribute("type", kind),
                run.Value(mac) is { } address ? new XElement("mac", new XAttribute("address", address)) : null,
                run.Optional(source) is { } from ? new XElement("source", new XAttribute(kind == "direct" ? "dev" : kind, from)) : null,
                run.Value(target) is { } device ? new XElement("target", new XAttribute("dev", device)) : null,
                run.Value(model) is { } seen ? new XElement("model", new XAttribute("type", seen)) : null);
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.AttachDeviceAsync(run.Value(machine), MachineDevices.Text(card), at, cancel));
            run.Say(changed, "machine.device-attached", ("name", changed.Name), ("device", kind));
            return ExitCode.Done;
        }
    }

    public static CliCommand Detach(string name)
    {
        var machine = Operand.Machine();
        var type = new Operand("TYPE", WordKind.Text);
        var mac = new Setting("--mac", "MAC");
        var scope = new ScopeOptions();
        return new CliCommand(name, "detach-interface", DetachAsync, [machine, type, mac, .. scope.All])
        {
            Examples = ["pando detach-interface web1 bridge --mac 52:54:00:00:00:01 --live --config"],
        };

        async Task<int> DetachAsync(Run run)
        {
            var wanted = run.Value(mac);
            var (card, version) = await MachineDevices.FindAsync(run, run.Value(machine), scope, wanted ?? run.Value(type), device =>
                device.Name == "interface" && device.Attribute("type")?.Value == run.Value(type) && (wanted is null || MachineDevices.IsInterface(device, wanted)));
            card.Element("alias")?.Remove();
            card.Element("address")?.Remove();
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.DetachDeviceAsync(run.Value(machine), MachineDevices.Text(card), at, version, cancel));
            run.Say(changed, "machine.device-detached", ("name", changed.Name), ("device", card.Element("mac")?.Attribute("address")?.Value ?? run.Value(type)));
            return ExitCode.Done;
        }
    }

    public static CliCommand SetLink(string name)
    {
        var machine = Operand.Machine();
        var card = new Operand("INTERFACE", WordKind.Text);
        var state = new Operand("STATE", WordKind.Text);
        var scope = new ScopeOptions();
        return new CliCommand(name, "domif-setlink", SetAsync, [machine, card, state, .. scope.All]) { Examples = ["pando domif-setlink web1 52:54:00:00:00:01 down"] };

        async Task<int> SetAsync(Run run)
        {
            if (run.Value(state) is not ("up" or "down"))
            {
                throw CliException.Usage("link-state", ("value", run.Value(state)));
            }
            var (found, version) = await FindAsync(run, run.Value(machine), scope, run.Value(card));
            found.Element("link")?.Remove();
            found.Element("alias")?.Remove();
            found.Add(new XElement("link", new XAttribute("state", run.Value(state))));
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.UpdateDeviceAsync(run.Value(machine), MachineDevices.Text(found), at, force: false, version, cancel));
            run.Say(changed, "machine.device-updated", ("name", changed.Name), ("device", run.Value(card)));
            return ExitCode.Done;
        }
    }

    public static CliCommand GetLink(string name)
    {
        var machine = Operand.Machine();
        var card = new Operand("INTERFACE", WordKind.Text);
        var scope = new ScopeOptions();
        return new CliCommand(name, "domif-getlink", GetAsync, [machine, card, .. scope.All]) { Examples = ["pando domif-getlink web1 52:54:00:00:00:01"] };

        async Task<int> GetAsync(Run run)
        {
            var (found, _) = await FindAsync(run, run.Value(machine), scope, run.Value(card));
            var state = found.Element("link")?.Attribute("state")?.Value ?? "up";
            run.Show(state, writer => writer.WriteLine($"{Printable.Of(run.Value(card))} {state}"));
            return ExitCode.Done;
        }
    }

    private static Task<FoundDevice> FindAsync(Run run, string machine, ScopeOptions scope, string card) =>
        MachineDevices.FindAsync(run, machine, scope, card, device => MachineDevices.IsInterface(device, card));
}
