using System.Globalization;
using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Procedures;
using Pando.Model.Domains;
using Pando.Model.Events;

namespace Pando.LibvirtServer.Events;

/// <summary>What happens to a machine beside its life's stages, as Pando tells it, in libvirt's words.</summary>
internal sealed class MachineEvents(IDomains domains)
{
    /// <summary>What libvirt would tell of it.</summary>
    public IEnumerable<Told> Of(PandoEvent happened) =>
        happened.Type.StartsWith("machine.", StringComparison.Ordinal) && HeardMachine.Of(happened, domains) is { } heard ? Of(happened, heard) : [];

    private static IEnumerable<Told> Of(PandoEvent happened, HeardMachine heard)
    {
        var machine = heard.Machine;
        var detail = Fact(happened, "detail");
        return happened.Type switch
        {
            "machine.rebooted" => [heard.Old(
                VirDomainEventId.Reboot, RemoteProgram.DomainEventReboot, new DomainEventRebootMsg(machine),
                RemoteProgram.DomainEventCallbackReboot, static (number, message) => new DomainEventCallbackRebootMsg(number, message))],
            "machine.device-added" => [heard.New(
                VirDomainEventId.DeviceAdded, RemoteProgram.DomainEventCallbackDeviceAdded, number => new DomainEventCallbackDeviceAddedMsg(number, machine, detail))],
            "machine.device-removed" => [heard.Old(
                VirDomainEventId.DeviceRemoved, RemoteProgram.DomainEventDeviceRemoved, new DomainEventDeviceRemovedMsg(machine, detail),
                RemoteProgram.DomainEventCallbackDeviceRemoved, static (number, message) => new DomainEventCallbackDeviceRemovedMsg(number, message))],
            "machine.agent" => [heard.New(
                VirDomainEventId.AgentLifecycle, RemoteProgram.DomainEventCallbackAgentLifecycle,
                number => new DomainEventCallbackAgentLifecycleMsg(number, machine, (int)AgentState(detail), (int)VirConnectDomainEventAgentLifecycleReason.Channel))],
            "machine.tunable" => [heard.New(
                VirDomainEventId.Tunable, RemoteProgram.DomainEventCallbackTunable, number => new DomainEventCallbackTunableMsg(number, machine, Tuned(happened)))],
            "machine.block-threshold" => [heard.New(
                VirDomainEventId.BlockThreshold, RemoteProgram.DomainEventBlockThreshold,
                number => new DomainEventBlockThresholdMsg(number, machine, Fact(happened, "device"), Optional(happened, "path"), Number(happened, "threshold"), Number(happened, "excess")))],
            "machine.disk-error" => DiskError(happened, heard),
            _ => [],
        };
    }

    /// <summary>libvirt tells it twice: with QEMU's reason and without.</summary>
    private static IEnumerable<Told> DiskError(PandoEvent happened, HeardMachine heard)
    {
        var (machine, path, alias) = (heard.Machine, Fact(happened, "path"), Fact(happened, "alias"));
        var action = (int)(Fact(happened, "action") switch
        {
            "stop" => VirDomainEventIoErrorAction.Pause,
            "report" => VirDomainEventIoErrorAction.Report,
            _ => VirDomainEventIoErrorAction.None,
        });
        yield return heard.Old(
            VirDomainEventId.IoError, RemoteProgram.DomainEventIoError, new DomainEventIoErrorMsg(machine, path, alias, action),
            RemoteProgram.DomainEventCallbackIoError, static (number, message) => new DomainEventCallbackIoErrorMsg(number, message));
        // The one reason that libvirt names.
        var reason = Fact(happened, "full") == "true" ? "enospc" : "";
        yield return heard.Old(
            VirDomainEventId.IoErrorReason, RemoteProgram.DomainEventIoErrorReason, new DomainEventIoErrorReasonMsg(machine, path, alias, action, reason),
            RemoteProgram.DomainEventCallbackIoErrorReason, static (number, message) => new DomainEventCallbackIoErrorReasonMsg(number, message));
    }

    private static VirConnectDomainEventAgentLifecycleState AgentState(string word) =>
        word == "connected" ? VirConnectDomainEventAgentLifecycleState.Connected : VirConnectDomainEventAgentLifecycleState.Disconnected;

    private static TypedParam[] Tuned(PandoEvent happened) =>
    [
        .. happened.Data.Where(fact => fact.Key != "name").Select(fact => long.TryParse(fact.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number < 0 ? Parameters.Long(fact.Key, number) : Parameters.UnsignedLong(fact.Key, number)
            : Parameters.Text(fact.Key, fact.Value)),
    ];

    private static string Fact(PandoEvent happened, string name) => happened.Data.GetValueOrDefault(name) ?? "";

    private static string? Optional(PandoEvent happened, string name) => happened.Data.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    private static ulong Number(PandoEvent happened, string name) =>
        ulong.TryParse(happened.Data.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
