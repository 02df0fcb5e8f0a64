using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.LibvirtServer.Events;
using Pando.Model.Networks;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Which events of networks and secrets a client wants to hear.</summary>
internal sealed class ThingEventProcedures(LibvirtServices services, ThingEventRelay events)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectNetworkEventRegisterAny, (call, arguments) => Network(call, arguments));
        table.Add(RemoteProgram.ConnectNetworkEventDeregisterAny, (call, arguments) =>
            events.Remove(call.Session, arguments.CallbackId, ThingEvent.NetworkLifecycle) ? Nothing.Value : throw NotThere("network", arguments.CallbackId));
        table.Add(RemoteProgram.ConnectSecretEventRegisterAny, (call, arguments) => Secret(call, arguments));
        table.Add(RemoteProgram.ConnectSecretEventDeregisterAny, (call, arguments) =>
            events.Remove(call.Session, arguments.CallbackId, ThingEvent.SecretLifecycle, ThingEvent.SecretValue) ? Nothing.Value : throw NotThere("secret", arguments.CallbackId));
    }

    private ConnectNetworkEventRegisterAnyRet Network(Call call, ConnectNetworkEventRegisterAnyArgs arguments)
    {
        if (arguments.EventId != (int)VirNetworkEventId.Lifecycle)
        {
            throw LibvirtRefusal.InvalidArgument($"unsupported network event ID {arguments.EventId}");
        }
        if (arguments.Net is { } net && services.Networks.Find(new NetworkId(net.Uuid).ToString()) is null)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.NoNetwork, LibvirtErrorDomain.Network, $"no network with matching uuid '{net.Uuid}' ({net.Name})");
        }
        return new ConnectNetworkEventRegisterAnyRet(events.Add(call.Session, ThingEvent.NetworkLifecycle, arguments.Net?.Uuid));
    }

    private ConnectSecretEventRegisterAnyRet Secret(Call call, ConnectSecretEventRegisterAnyArgs arguments)
    {
        var kind = (VirSecretEventId)arguments.EventId switch
        {
            VirSecretEventId.Lifecycle => ThingEvent.SecretLifecycle,
            VirSecretEventId.ValueChanged => ThingEvent.SecretValue,
            _ => throw LibvirtRefusal.InvalidArgument($"unsupported secret event ID {arguments.EventId}"),
        };
        if (arguments.Secret is { } secret && services.Secrets.List().All(view => view.Definition.Id != secret.Uuid))
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.NoSecret, LibvirtErrorDomain.Secret, $"no secret with matching uuid '{secret.Uuid}'");
        }
        return new ConnectSecretEventRegisterAnyRet(events.Add(call.Session, kind, arguments.Secret?.Uuid));
    }

    private static LibvirtRefusal NotThere(string what, int number) => LibvirtRefusal.InvalidArgument($"{what} event callback {number} not registered");
}
