using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model.Events;
using Pando.Model.Pools;

namespace Pando.LibvirtServer.Events;

/// <summary>What happens to storage pools, as libvirt tells it.</summary>
internal static class StoragePoolEvents
{
    private static readonly Dictionary<string, VirStoragePoolEventLifecycleType> Lifecycle = new(StringComparer.Ordinal)
    {
        ["pool.defined"] = VirStoragePoolEventLifecycleType.Defined,
        ["pool.undefined"] = VirStoragePoolEventLifecycleType.Undefined,
        ["pool.started"] = VirStoragePoolEventLifecycleType.Started,
        ["pool.stopped"] = VirStoragePoolEventLifecycleType.Stopped,
        ["pool.built"] = VirStoragePoolEventLifecycleType.Created,
        ["pool.deleted"] = VirStoragePoolEventLifecycleType.Deleted,
    };

    /// <summary>What libvirt would tell of it.</summary>
    public static IEnumerable<Told> Of(PandoEvent happened)
    {
        if (!PoolId.TryParse(happened.Subject, out var id) || happened.Data.GetValueOrDefault("name") is not { } name)
        {
            yield break;
        }
        var pool = new RemoteStoragePool(name, id.Value);
        if (happened.Type == "pool.refreshed")
        {
            yield return new Told(VirStoragePoolEventId.Refresh, id.Value, (session, number) =>
                session.Send(RemoteProgram.StoragePoolEventRefresh, new StoragePoolEventRefreshMsg(number, pool)));
        }
        else if (Lifecycle.TryGetValue(happened.Type, out var kind))
        {
            yield return new Told(VirStoragePoolEventId.Lifecycle, id.Value, (session, number) =>
                session.Send(RemoteProgram.StoragePoolEventLifecycle, new StoragePoolEventLifecycleMsg(number, pool, (int)kind, 0)));
        }
    }
}
