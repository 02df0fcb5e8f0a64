using System.Globalization;
using System.Text.Json;
using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model.Events;

namespace Pando.LibvirtServer.Events;

/// <summary>What QEMU tells of a machine, in libvirt's words where it has some, and always under QEMU's own name.</summary>
internal sealed class QemuEvents(IDomains domains)
{
    private const string Area = "qemu.";
    private const long BytesPerKiB = 1024;

    // virDomainEventWatchdogAction, by its numbers, under QEMU's names.
    private static readonly string[] WatchdogActions = ["none", "pause", "reset", "poweroff", "shutdown", "debug", "inject-nmi"];

    /// <summary>What libvirt would tell of it.</summary>
    public IEnumerable<Told> Of(PandoEvent happened)
    {
        if (!happened.Type.StartsWith(Area, StringComparison.Ordinal) || HeardMachine.Of(happened, domains) is not { } heard)
        {
            return [];
        }
        var details = new QemuFacts(happened.Data.GetValueOrDefault("details"));
        return Known(happened.Type[Area.Length..], details, heard).Append(Raw(happened, heard));
    }

    private static IEnumerable<Told> Known(string name, QemuFacts facts, HeardMachine heard)
    {
        var machine = heard.Machine;
        return name switch
        {
            "RTC_CHANGE" when facts.Number("offset") is { } offset => [heard.Old(
                VirDomainEventId.RtcChange, RemoteProgram.DomainEventRtcChange, new DomainEventRtcChangeMsg(machine, offset),
                RemoteProgram.DomainEventCallbackRtcChange, static (number, message) => new DomainEventCallbackRtcChangeMsg(number, message))],
            "BALLOON_CHANGE" when facts.Number("actual") is { } bytes => [heard.Old(
                VirDomainEventId.BalloonChange, RemoteProgram.DomainEventBalloonChange, new DomainEventBalloonChangeMsg(machine, (ulong)(bytes / BytesPerKiB)),
                RemoteProgram.DomainEventCallbackBalloonChange, static (number, message) => new DomainEventCallbackBalloonChangeMsg(number, message))],
            "WATCHDOG" when facts.Word("action") is { } action => [heard.Old(
                VirDomainEventId.Watchdog, RemoteProgram.DomainEventWatchdog, new DomainEventWatchdogMsg(machine, Array.IndexOf(WatchdogActions, action)),
                RemoteProgram.DomainEventCallbackWatchdog, static (number, message) => new DomainEventCallbackWatchdogMsg(number, message))],
            "DEVICE_TRAY_MOVED" when facts.Word("id") is { } drive => [heard.Old(
                VirDomainEventId.TrayChange, RemoteProgram.DomainEventTrayChange, new DomainEventTrayChangeMsg(machine, drive, (int)Tray(facts)),
                RemoteProgram.DomainEventCallbackTrayChange, static (number, message) => new DomainEventCallbackTrayChangeMsg(number, message))],
            "WAKEUP" => [heard.Old(
                VirDomainEventId.Pmwakeup, RemoteProgram.DomainEventPmwakeup, new DomainEventPmwakeupMsg(machine),
                RemoteProgram.DomainEventCallbackPmwakeup, static (number, message) => new DomainEventCallbackPmwakeupMsg(number, 0, message))],
            "SUSPEND" => [heard.Old(
                VirDomainEventId.Pmsuspend, RemoteProgram.DomainEventPmsuspend, new DomainEventPmsuspendMsg(machine),
                RemoteProgram.DomainEventCallbackPmsuspend, static (number, message) => new DomainEventCallbackPmsuspendMsg(number, 0, message))],
            "SUSPEND_DISK" => [heard.Old(
                VirDomainEventId.PmsuspendDisk, RemoteProgram.DomainEventPmsuspendDisk, new DomainEventPmsuspendDiskMsg(machine),
                RemoteProgram.DomainEventCallbackPmsuspendDisk, static (number, message) => new DomainEventCallbackPmsuspendDiskMsg(number, 0, message))],
            "DEVICE_UNPLUG_GUEST_ERROR" or "MEM_UNPLUG_ERROR" when facts.Word("device") is { } device => [heard.New(
                VirDomainEventId.DeviceRemovalFailed, RemoteProgram.DomainEventCallbackDeviceRemovalFailed,
                number => new DomainEventCallbackDeviceRemovalFailedMsg(number, machine, device))],
            "MEMORY_DEVICE_SIZE_CHANGE" when facts.Word("id") is { } device && facts.Number("size") is { } bytes => [heard.New(
                VirDomainEventId.MemoryDeviceSizeChange, RemoteProgram.DomainEventMemoryDeviceSizeChange,
                number => new DomainEventMemoryDeviceSizeChangeMsg(number, machine, device, (ulong)(bytes / BytesPerKiB)))],
            "VNC_CONNECTED" or "SPICE_CONNECTED" => [Viewer(VirDomainEventGraphicsPhase.Connect, facts, heard)],
            "VNC_INITIALIZED" or "SPICE_INITIALIZED" => [Viewer(VirDomainEventGraphicsPhase.Initialize, facts, heard)],
            "VNC_DISCONNECTED" or "SPICE_DISCONNECTED" => [Viewer(VirDomainEventGraphicsPhase.Disconnect, facts, heard)],
            _ => [],
        };
    }

    /// <summary>The same as QEMU told it, to those who asked for it by QEMU's name.</summary>
    private static Told Raw(PandoEvent happened, HeardMachine heard)
    {
        var at = decimal.TryParse(happened.Data.GetValueOrDefault("at"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
        var whole = (long)at;
        var micros = (uint)((at - whole) * 1_000_000);
        var name = happened.Type[Area.Length..];
        var details = happened.Data.GetValueOrDefault("details") is { Length: > 0 } text ? text : null;
        return new Told(QemuEventKind.Any, heard.Machine.Uuid, (session, number) =>
            session.Send(QemuProgram.DomainMonitorEvent, new QemuDomainMonitorEventMsg(number, heard.Machine, name, whole, micros, details)))
        { Name = name };
    }

    private static VirDomainEventTrayChangeReason Tray(QemuFacts facts) =>
        facts.IsTrue("tray-open") ? VirDomainEventTrayChangeReason.Open : VirDomainEventTrayChangeReason.Close;

    private static Told Viewer(VirDomainEventGraphicsPhase phase, QemuFacts facts, HeardMachine heard)
    {
        var (server, client) = (facts.Part("server"), facts.Part("client"));
        IReadOnlyList<DomainEventGraphicsIdentity> who =
        [
            .. client.Word("x509_dname") is { } subject ? [new DomainEventGraphicsIdentity("x509dname", subject)] : Array.Empty<DomainEventGraphicsIdentity>(),
            .. client.Word("sasl_username") is { } user ? [new DomainEventGraphicsIdentity("saslUsername", user)] : Array.Empty<DomainEventGraphicsIdentity>(),
        ];
        return heard.Old(
            VirDomainEventId.Graphics, RemoteProgram.DomainEventGraphics,
            new DomainEventGraphicsMsg(heard.Machine, (int)phase, Address(server), Address(client), server.Word("auth") ?? "", who),
            RemoteProgram.DomainEventCallbackGraphics, static (number, message) => new DomainEventCallbackGraphicsMsg(number, message));
    }

    private static DomainEventGraphicsAddress Address(QemuFacts end) => new(
        (int)(end.Word("family") switch
        {
            "ipv6" => VirDomainEventGraphicsAddressType.Ipv6,
            "unix" => VirDomainEventGraphicsAddressType.Unix,
            _ => VirDomainEventGraphicsAddressType.Ipv4,
        }),
        end.Word("host") ?? "",
        end.Word("service") ?? end.Word("port") ?? "");

    /// <summary>The facts of one of QEMU's events; nothing where it has none.</summary>
    private readonly struct QemuFacts
    {
        private readonly JsonElement? _object;

        public QemuFacts(string? text)
        {
            if (text is { Length: > 0 })
            {
                using var read = JsonDocument.Parse(text);
                _object = read.RootElement.ValueKind == JsonValueKind.Object ? read.RootElement.Clone() : null;
            }
        }

        private QemuFacts(JsonElement? part) => _object = part;

        public QemuFacts Part(string name) => new(Field(name, JsonValueKind.Object));

        public long? Number(string name) => Field(name, JsonValueKind.Number) is { } number && number.TryGetInt64(out var value) ? value : null;

        public string? Word(string name) => Field(name, JsonValueKind.String)?.GetString();

        public bool IsTrue(string name) => Field(name, JsonValueKind.True) is not null;

        private JsonElement? Field(string name, JsonValueKind kind) =>
            _object is { } facts && facts.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
    }
}

/// <summary>The kind of QEMU's own events: they are chosen by name.</summary>
internal enum QemuEventKind
{
    /// <summary>All of them.</summary>
    Any,
}
