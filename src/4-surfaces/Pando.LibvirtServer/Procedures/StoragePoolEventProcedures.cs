using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.LibvirtServer.Events;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Which events of storage pools a client wants to hear.</summary>
internal sealed class StoragePoolEventProcedures(LibvirtServices services, StoragePoolEventRelay events)
{
    private readonly StoragePoolLookup _lookup = new(services.Pools, services.Volumes);

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectStoragePoolEventRegisterAny, (call, arguments) => Register(call, arguments));
        table.Add(RemoteProgram.ConnectStoragePoolEventDeregisterAny, (call, arguments) => Deregister(call, arguments));
    }

    private ConnectStoragePoolEventRegisterAnyRet Register(Call call, ConnectStoragePoolEventRegisterAnyArgs arguments)
    {
        if ((VirStoragePoolEventId)arguments.EventId is not (VirStoragePoolEventId.Lifecycle or VirStoragePoolEventId.Refresh))
        {
            throw LibvirtRefusal.InvalidArgument($"unsupported storage pool event ID {arguments.EventId}");
        }
        var pool = arguments.Pool is { } one ? _lookup.Get(one).Id : (Model.Pools.PoolId?)null;
        return new ConnectStoragePoolEventRegisterAnyRet(events.Add(call.Session, (VirStoragePoolEventId)arguments.EventId, pool));
    }

    private Nothing Deregister(Call call, ConnectStoragePoolEventDeregisterAnyArgs arguments) => events.Remove(call.Session, arguments.CallbackId)
        ? Nothing.Value
        : throw LibvirtRefusal.InvalidArgument($"storage pool event callback {arguments.CallbackId} not registered");
}
