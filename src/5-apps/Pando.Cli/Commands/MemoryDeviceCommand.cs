using System.Xml.Linq;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary><c>pando update-memory-device</c>: how much a virtio-mem device gives the guest.</summary>
internal static class MemoryDeviceCommand
{
    private const long KiB = 1024;

    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var size = new Setting("--requested-size", "SIZE");
        var alias = new Setting("--alias", "ALIAS");
        var node = new Setting("--node", "NODE");
        var print = new Flag("--print-xml");
        var scope = new ScopeOptions();
        return new CliCommand(name, "update-memory-device", UpdateAsync, [machine, size, alias, node, print, .. scope.All])
        {
            Examples = ["pando update-memory-device web1 --requested-size 2G", "pando update-memory-device web1 --alias virtiomem0 --requested-size 1G --live --config"],
        };

        async Task<int> UpdateAsync(Run run)
        {
            var wanted = run.Value(size) ?? throw CliException.Usage("value-missing", ("option", "--requested-size"), ("command", "pando update-memory-device"));
            // A bare number counts KiB, as virsh has it.
            var kib = wanted == "0" ? 0 : SizeText.Bytes("--requested-size", wanted, KiB) / KiB;
            var (device, version) = await MachineDevices.FindAsync(run, run.Value(machine), scope, run.Value(alias) ?? run.Value(node) ?? "virtio-mem", found => IsMeant(run, found));
            var target = device.Element("target")!;
            target.Element("requested")?.Remove();
            target.Add(new XElement("requested", new XAttribute("unit", "KiB"), kib));
            if (run.Has(print))
            {
                run.WriteXml(device.ToString());
                return ExitCode.Done;
            }
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.UpdateDeviceAsync(run.Value(machine), MachineDevices.Text(device), at, force: false, version, cancel));
            run.Say(changed, "machine.device-updated", ("name", changed.Name), ("device", device.Element("alias")?.Attribute("name")?.Value ?? "virtio-mem"));
            return ExitCode.Done;
        }

        bool IsMeant(Run run, XElement device) => device.Name == "memory" && device.Attribute("model")?.Value == "virtio-mem"
            && (run.Value(alias) is not { } wantedAlias || device.Element("alias")?.Attribute("name")?.Value == wantedAlias)
            && (run.Value(node) is not { } wantedNode || device.Element("target")?.Element("node")?.Value == wantedNode);
    }
}
