using System.Globalization;
using System.Text.Json;
using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Connections;
using Pando.LibvirtServer.Procedures;
using Pando.Model.Domains;
using Pando.Model.Events;

namespace Pando.LibvirtServer.Events;

/// <summary>What happens to a machine beside its life's stages: to its devices, its clock, its agent, as libvirt tells it.</summary>
internal sealed class MachineEvents(IDomains domains)
{
    private const long BytesPerKiB = 1024;

    // virDomainEventWatchdogAction, by its numbers, under QEMU's names.
    private static readonly string[] WatchdogActions = ["none", "pause", "reset", "poweroff", "shutdown", "debug", "inject-nmi"];

    /// <summary>What libvirt would tell of it, of which kind, and how it is told to whoever wants to hear it under a number.</summary>
    public IEnumerable<(Guid Machine, VirDomainEventId Kind, Action<ClientSession, int> Tell)> Of(PandoEvent happened)
    {
        if (!DomainId.TryParse(happened.Subject, out var id) || happened.Data.GetValueOrDefault("name") is not { } name)
        {
            return [];
        }
        var view = domains.Find(happened.Subject);
        var machine = new RemoteDomain(name, id.Value, view?.Live?.Number ?? -1);
        var detail = happened.Data.GetValueOrDefault("detail") ?? "";
        var told = happened.Type switch
        {
            "machine.rebooted" => [Event(VirDomainEventId.Reboot, RemoteProgram.DomainEventCallbackReboot, number => new DomainEventCallbackRebootMsg(number, new DomainEventRebootMsg(machine)))],
            "machine.device-added" => [Event(VirDomainEventId.DeviceAdded, RemoteProgram.DomainEventCallbackDeviceAdded,
                number => new DomainEventCallbackDeviceAddedMsg(number, machine, detail))],
            "machine.device-removed" => [Event(VirDomainEventId.DeviceRemoved, RemoteProgram.DomainEventCallbackDeviceRemoved,
                number => new DomainEventCallbackDeviceRemovedMsg(number, new DomainEventDeviceRemovedMsg(machine, detail)))],
            "machine.agent" => [Event(VirDomainEventId.AgentLifecycle, RemoteProgram.DomainEventCallbackAgentLifecycle,
                number => new DomainEventCallbackAgentLifecycleMsg(number, machine, (int)AgentState(detail), (int)VirConnectDomainEventAgentLifecycleReason.Channel))],
            "machine.tunable" => [Event(VirDomainEventId.Tunable, RemoteProgram.DomainEventCallbackTunable,
                number => new DomainEventCallbackTunableMsg(number, machine, Tuned(happened)))],
            "qemu.RTC_CHANGE" when Number(happened, "offset") is { } offset => [Event(VirDomainEventId.RtcChange, RemoteProgram.DomainEventCallbackRtcChange,
                number => new DomainEventCallbackRtcChangeMsg(number, new DomainEventRtcChangeMsg(machine, offset)))],
            "qemu.BALLOON_CHANGE" when Number(happened, "actual") is { } bytes => [Event(VirDomainEventId.BalloonChange, RemoteProgram.DomainEventCallbackBalloonChange,
                number => new DomainEventCallbackBalloonChangeMsg(number, new DomainEventBalloonChangeMsg(machine, (ulong)(bytes / BytesPerKiB))))],
            "qemu.WATCHDOG" when Word(happened, "action") is { } action => [Event(VirDomainEventId.Watchdog, RemoteProgram.DomainEventCallbackWatchdog,
                number => new DomainEventCallbackWatchdogMsg(number, new DomainEventWatchdogMsg(machine, Array.IndexOf(WatchdogActions, action))))],
            "qemu.DEVICE_TRAY_MOVED" when Word(happened, "id") is { } drive => [Event(VirDomainEventId.TrayChange, RemoteProgram.DomainEventCallbackTrayChange,
                number => new DomainEventCallbackTrayChangeMsg(number, new DomainEventTrayChangeMsg(machine, drive, (int)(IsTrue(happened, "tray-open") ? VirDomainEventTrayChangeReason.Open : VirDomainEventTrayChangeReason.Close))))],
            "qemu.WAKEUP" => [Event(VirDomainEventId.Pmwakeup, RemoteProgram.DomainEventCallbackPmwakeup,
                number => new DomainEventCallbackPmwakeupMsg(number, 0, new DomainEventPmwakeupMsg(machine)))],
            "qemu.SUSPEND" => [Event(VirDomainEventId.Pmsuspend, RemoteProgram.DomainEventCallbackPmsuspend,
                number => new DomainEventCallbackPmsuspendMsg(number, 0, new DomainEventPmsuspendMsg(machine)))],
            "qemu.SUSPEND_DISK" => [Event(VirDomainEventId.PmsuspendDisk, RemoteProgram.DomainEventCallbackPmsuspendDisk,
                number => new DomainEventCallbackPmsuspendDiskMsg(number, 0, new DomainEventPmsuspendDiskMsg(machine)))],
            _ => Array.Empty<(VirDomainEventId, Action<ClientSession, int>)>(),
        };
        return told.Select(one => (id.Value, one.Item1, one.Item2));
    }

    private static (VirDomainEventId, Action<ClientSession, int>) Event<TMessage>(VirDomainEventId kind, EventMessage<TMessage> message, Func<int, TMessage> make)
        where TMessage : IXdrValue<TMessage> => (kind, (session, number) => session.Send(message, make(number)));

    private static VirConnectDomainEventAgentLifecycleState AgentState(string word) =>
        word == "connected" ? VirConnectDomainEventAgentLifecycleState.Connected : VirConnectDomainEventAgentLifecycleState.Disconnected;

    private static TypedParam[] Tuned(PandoEvent happened) =>
    [
        .. happened.Data.Where(fact => fact.Key != "name").Select(fact => long.TryParse(fact.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number < 0 ? Parameters.Long(fact.Key, number) : Parameters.UnsignedLong(fact.Key, number)
            : Parameters.Text(fact.Key, fact.Value)),
    ];

    private static long? Number(PandoEvent happened, string field) => Field(happened, field) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    private static string? Word(PandoEvent happened, string field) => Field(happened, field) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static bool IsTrue(PandoEvent happened, string field) => Field(happened, field) is { ValueKind: JsonValueKind.True };

    /// <summary>One of QEMU's own facts.</summary>
    private static JsonElement? Field(PandoEvent happened, string field)
    {
        if (happened.Data.GetValueOrDefault("details") is not { Length: > 0 } details)
        {
            return null;
        }
        using var read = JsonDocument.Parse(details);
        return read.RootElement.ValueKind == JsonValueKind.Object && read.RootElement.TryGetProperty(field, out var value) ? value.Clone() : null;
    }
}
