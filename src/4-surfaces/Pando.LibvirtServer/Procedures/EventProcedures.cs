using System.Text.RegularExpressions;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.LibvirtServer.Events;
using Pando.Model.Networks;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Which events a client wants to hear.</summary>
internal sealed class EventProcedures(LibvirtServices services, EventRelay events, DomainLookup domains)
{
    // A pattern that takes long is a client's mistake, and no reason to hold up what others hear.
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    private readonly StoragePoolLookup _pools = new(services.Pools, services.Volumes);

    public void AddTo(ProcedureTable table)
    {
        AddMachines(table);
        AddMachinesUnnumbered(table);
        table.Add(QemuProgram.ConnectDomainMonitorEventRegister, (call, arguments) => new QemuConnectDomainMonitorEventRegisterRet(
            events.Add(call.Session, new EventWish(QemuEventKind.Any, Uuid(arguments.Dom), Named: Named(arguments.Event, arguments.Flags)))));
        table.Add(QemuProgram.ConnectDomainMonitorEventDeregister, (call, arguments) => Forget<QemuEventKind>(call, "domain monitor", arguments.CallbackId));
        table.Add(RemoteProgram.ConnectNetworkEventRegisterAny, (call, arguments) => new ConnectNetworkEventRegisterAnyRet(
            events.Add(call.Session, new EventWish(Known<VirNetworkEventId>("network event", arguments.EventId), Uuid(arguments.Net)))));
        table.Add(RemoteProgram.ConnectNetworkEventDeregisterAny, (call, arguments) => Forget<VirNetworkEventId>(call, "network", arguments.CallbackId));
        table.Add(RemoteProgram.ConnectSecretEventRegisterAny, (call, arguments) => new ConnectSecretEventRegisterAnyRet(
            events.Add(call.Session, new EventWish(Known<VirSecretEventId>("secret event", arguments.EventId), Uuid(arguments.Secret)))));
        table.Add(RemoteProgram.ConnectSecretEventDeregisterAny, (call, arguments) => Forget<VirSecretEventId>(call, "secret", arguments.CallbackId));
        table.Add(RemoteProgram.ConnectStoragePoolEventRegisterAny, (call, arguments) => new ConnectStoragePoolEventRegisterAnyRet(
            events.Add(call.Session, new EventWish(Known<VirStoragePoolEventId>("storage pool event", arguments.EventId), arguments.Pool is { } pool ? _pools.Get(pool).Id.Value : null))));
        table.Add(RemoteProgram.ConnectStoragePoolEventDeregisterAny, (call, arguments) => Forget<VirStoragePoolEventId>(call, "storage pool", arguments.CallbackId));
    }

    private void AddMachines(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectDomainEventCallbackRegisterAny, (call, arguments) => new ConnectDomainEventCallbackRegisterAnyRet(
            events.Add(call.Session, new EventWish(Known<VirDomainEventId>("event", arguments.EventId), Uuid(arguments.Dom)))));
        table.Add(RemoteProgram.ConnectDomainEventCallbackDeregisterAny, (call, arguments) => Forget<VirDomainEventId>(call, "domain", arguments.CallbackId));
    }

    /// <summary>As clients before libvirt 1.2.1 ask: once for each kind, of every machine.</summary>
    private void AddMachinesUnnumbered(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectDomainEventRegister, (call, _) => new ConnectDomainEventRegisterRet(Hear(call, VirDomainEventId.Lifecycle)));
        table.Add(RemoteProgram.ConnectDomainEventDeregister, (call, _) => new ConnectDomainEventDeregisterRet(ForgetUnnumbered(call, VirDomainEventId.Lifecycle)));
        table.Add(RemoteProgram.ConnectDomainEventRegisterAny, (call, arguments) =>
        {
            Hear(call, Known<VirDomainEventId>("event", arguments.EventId));
            return Nothing.Value;
        });
        table.Add(RemoteProgram.ConnectDomainEventDeregisterAny, (call, arguments) =>
        {
            ForgetUnnumbered(call, Known<VirDomainEventId>("event", arguments.EventId));
            return Nothing.Value;
        });
    }

    /// <summary>Whether it was registered, which is all that the answer says: 1.</summary>
    private int Hear(Call call, VirDomainEventId kind)
    {
        if (kind > VirDomainEventId.DeviceRemoved || events.HearsUnnumbered(call.Session, kind))
        {
            throw LibvirtRefusal.InvalidArgument($"event ID {(int)kind} is already registered, or has a number only");
        }
        events.Add(call.Session, new EventWish(kind, null, Unnumbered: true));
        return 1;
    }

    private int ForgetUnnumbered(Call call, VirDomainEventId kind) =>
        events.RemoveUnnumbered(call.Session, kind) ? 0 : throw LibvirtRefusal.InvalidArgument($"domain event {(int)kind} not registered");

    private Nothing Forget<TKind>(Call call, string what, int number)
        where TKind : struct, Enum =>
        events.Remove<TKind>(call.Session, number) ? Nothing.Value : throw LibvirtRefusal.InvalidArgument($"{what} event callback {number} not registered");

    private static TKind Known<TKind>(string what, int number)
        where TKind : struct, Enum
    {
        var kind = (TKind)Enum.ToObject(typeof(TKind), number);
        return Enum.IsDefined(kind) ? kind : throw LibvirtRefusal.InvalidArgument($"unsupported {what} ID {number}");
    }

    private Guid? Uuid(RemoteDomain? machine) => machine is null ? null : domains.Get(machine).Id.Value;

    private Guid? Uuid(RemoteNetwork? network) => network is null || services.Networks.Find(new NetworkId(network.Uuid).ToString()) is not null
        ? network?.Uuid
        : throw new LibvirtRefusal(LibvirtErrorNumber.NoNetwork, LibvirtErrorDomain.Network, $"no network with matching uuid '{network.Uuid}' ({network.Name})");

    private Guid? Uuid(RemoteSecret? secret) => secret is null || services.Secrets.List().Any(view => view.Definition.Id == secret.Uuid)
        ? secret?.Uuid
        : throw new LibvirtRefusal(LibvirtErrorNumber.NoSecret, LibvirtErrorDomain.Secret, $"no secret with matching uuid '{secret.Uuid}'");

    /// <summary>QEMU's names that are wanted; null: all.</summary>
    private static Func<string, bool>? Named(string? wanted, uint flags)
    {
        const uint regex = (uint)VirConnectDomainQemuMonitorEventRegisterFlags.Regex;
        const uint noCase = (uint)VirConnectDomainQemuMonitorEventRegisterFlags.Nocase;
        LibvirtRefusal.UnlessFlags(flags, regex | noCase);
        if (wanted is null)
        {
            return null;
        }
        if ((flags & regex) == 0)
        {
            var comparison = (flags & noCase) == 0 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
            return name => string.Equals(name, wanted, comparison);
        }
        try
        {
            var options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | ((flags & noCase) == 0 ? RegexOptions.None : RegexOptions.IgnoreCase);
            var pattern = new Regex(wanted, options, MatchLimit);
            return pattern.IsMatch;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw LibvirtRefusal.InvalidArgument($"failed to compile regex '{wanted}': {e.Message}");
        }
    }
}
