using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.LibvirtServer.Events;
using Pando.Model.Domains;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Which events a client wants to hear.</summary>
internal sealed class DomainEventProcedures(DomainEventRelay events, DomainLookup lookup)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectDomainEventCallbackRegisterAny, (call, arguments) => Register(call, arguments));
        table.Add(RemoteProgram.ConnectDomainEventCallbackDeregisterAny, (call, arguments) => Deregister(call, arguments));
    }

    private ConnectDomainEventCallbackRegisterAnyRet Register(Call call, ConnectDomainEventCallbackRegisterAnyArgs arguments)
    {
        if (!Enum.IsDefined((VirDomainEventId)arguments.EventId))
        {
            throw LibvirtRefusal.InvalidArgument($"unsupported event ID {arguments.EventId}");
        }
        var domain = arguments.Dom is { } dom ? lookup.Get(dom).Id : (DomainId?)null;
        return new ConnectDomainEventCallbackRegisterAnyRet(events.Add(call.Session, (VirDomainEventId)arguments.EventId, domain));
    }

    private Nothing Deregister(Call call, ConnectDomainEventCallbackDeregisterAnyArgs arguments) => events.Remove(call.Session, arguments.CallbackId)
        ? Nothing.Value
        : throw LibvirtRefusal.InvalidArgument($"domain event callback {arguments.CallbackId} not registered");
}
