using Pando.Api.Client;
using Pando.Api.Machines;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>Devices of any kind, as XML: attach-device, detach-device, update-device, detach-device-alias.</summary>
internal static class DeviceCommands
{
    public static CliCommand Attach(string name) => OfXml(
        name, "attach-device", "machine.device-attached", (pandod, machine, xml, scope, _, cancel) => pandod.AttachDeviceAsync(machine, xml, scope, cancel));

    public static CliCommand Detach(string name) => OfXml(
        name, "detach-device", "machine.device-detached", (pandod, machine, xml, scope, _, cancel) => pandod.DetachDeviceAsync(machine, xml, scope, cancel));

    public static CliCommand Update(string name)
    {
        var force = new Flag("--force");
        return OfXml(
            name, "update-device", "machine.device-updated",
            (pandod, machine, xml, scope, run, cancel) => pandod.UpdateDeviceAsync(machine, xml, scope, run.Has(force), cancel), force);
    }

    public static CliCommand DetachAlias(string name)
    {
        var machine = Operand.Machine();
        var alias = new Operand("ALIAS", WordKind.Text);
        var scope = new ScopeOptions();
        return new CliCommand(name, "detach-device-alias", DetachAsync, [machine, alias, .. scope.All]) { Examples = ["pando detach-device-alias web1 net0 --live"] };

        async Task<int> DetachAsync(Run run)
        {
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.DetachAliasAsync(run.Value(machine), run.Value(alias), at, cancel));
            run.Say(changed, "machine.device-detached", ("name", changed.Name), ("device", run.Value(alias)));
            return ExitCode.Done;
        }
    }

    private static CliCommand OfXml(
        string name, string key, string said, Func<PandoClient, string, ReadOnlyMemory<byte>, string?, Run, CancellationToken, Task<Machine>> change, params Flag[] flags)
    {
        var machine = Operand.Machine();
        var file = new Operand("FILE", WordKind.File);
        var scope = new ScopeOptions();
        return new CliCommand(name, key, ChangeAsync, [machine, file, .. scope.All, .. flags])
        {
            Examples = [$"pando {key} web1 device.xml --live --config", $"pando {key} web1 -"],
        };

        async Task<int> ChangeAsync(Run run)
        {
            var path = run.Value(file);
            var xml = await InputFile.ReadAsync(run, path);
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await OfFile.AskAsync(path, () => Changes.DoAsync(run, (pandod, cancel) => change(pandod, run.Value(machine), xml, at, run, cancel)));
            run.Say(changed, said, ("name", changed.Name), ("device", path));
            return ExitCode.Done;
        }
    }
}
