using System.Text.Json.Nodes;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qmp;

namespace Pando.Qemu.HotPlug;

/// <summary>
/// Plugs devices into a running machine by the very arguments that they would be started with, sent over QMP one after
/// the other. A kind of device that has arguments can be plugged without anything made for it here.
/// </summary>
/// <param name="Commands">The commands, in their order.</param>
/// <param name="Opens">The paths that QEMU opens by itself for them.</param>
public sealed record PlugPlan(IReadOnlyList<PlugCommand> Commands, IReadOnlyList<GuestPath> Opens)
{
    /// <summary>The same plan, with files by the names that the running QEMU has for them.</summary>
    public PlugPlan At(IReadOnlyDictionary<string, string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count == 0 ? this : this with
        {
            Commands = [.. Commands.Select(command => command.At(names))],
            Opens = [.. Opens.Select(opened => names.TryGetValue(opened.Path, out string? other) ? opened with { Path = other } : opened)],
        };
    }

    /// <summary>Makes the plan.</summary>
    /// <param name="request">
    /// The whole machine with the new devices, every alias and address assigned; <see cref="CommandLineRequest.Only"/>
    /// are the new devices.
    /// </param>
    /// <exception cref="CallerException"><c>qemu.…</c>: this QEMU lacks what the devices need.</exception>
    public static PlugPlan Of(CommandLineRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        DomainDevices only = request.Only ?? throw new ArgumentException("Which devices are new?", nameof(request));
        var context = new ArgumentContext(request);
        QemuArgument[] arguments = [.. CommandLineBuilder.Devices(context)];
        var descriptors = context.Table.Inherited.ToDictionary(one => one.Number);
        // What a machine is told at its start, as far as it is about these devices.
        DomainDefinition about = request.Definition with { Devices = only };
        return new PlugPlan(
            [.. arguments.SelectMany(argument => Of(argument, descriptors)), .. StartupCommands.Of(about).Select(verb => new Tell(verb))],
            OpenedPaths.Of(arguments));
    }

    private static IEnumerable<PlugCommand> Of(QemuArgument argument, Dictionary<int, InheritedDescriptor> descriptors)
    {
        switch (argument.Option)
        {
            case "-add-fd":
                IReadOnlyDictionary<string, string> set = KeyValues.Of(argument.Value!);
                return [new AddSet(descriptors[Number(set["fd"])].Handle, Number(set["set"]), set.GetValueOrDefault("opaque", ""))];
            case "-chardev":
                (string id, JsonObject backend) = CharacterDeviceForm.Of(argument.Value!);
                return [.. NamedDescriptors.In(backend, descriptors), new AddCharacterDevice(id, backend)];
            case "-blockdev":
                return [new AddBlockNode(Json(argument))];
            case "-netdev":
                JsonObject netdev = Json(argument);
                return [.. NamedDescriptors.In(netdev, descriptors), new AddNetdev(netdev)];
            case "-object":
                JsonObject made = PluggedSecret.In(Json(argument), descriptors);
                return [.. NamedDescriptors.In(made, descriptors), new AddObject(made)];
            case "-device":
                JsonObject device = Json(argument);
                return [.. NamedDescriptors.In(device, descriptors), new AddDevice(device)];
            case "-watchdog-action":
                return [new Tell(new SetAction(Watchdog: argument.Value))];
            default:
                throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", argument.Option), ("reason", "domain.reason.plug-kind"));
        }
    }

    private static JsonObject Json(QemuArgument argument) => JsonNode.Parse(argument.Value!)!.AsObject();

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
