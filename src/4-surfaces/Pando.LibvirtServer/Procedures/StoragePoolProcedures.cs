using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Errors;
using Pando.Storage;
using Pando.Storage.Pools;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The storage pools.</summary>
internal sealed class StoragePoolProcedures(LibvirtServices services)
{
    // The bits of all kinds, of which there is one.
    private const uint Kinds = (uint)(VirConnectListAllStoragePoolsFlags.Dir | VirConnectListAllStoragePoolsFlags.Fs | VirConnectListAllStoragePoolsFlags.Netfs
        | VirConnectListAllStoragePoolsFlags.Logical | VirConnectListAllStoragePoolsFlags.Disk | VirConnectListAllStoragePoolsFlags.Iscsi
        | VirConnectListAllStoragePoolsFlags.Scsi | VirConnectListAllStoragePoolsFlags.Mpath | VirConnectListAllStoragePoolsFlags.Rbd
        | VirConnectListAllStoragePoolsFlags.Sheepdog | VirConnectListAllStoragePoolsFlags.Gluster | VirConnectListAllStoragePoolsFlags.Zfs
        | VirConnectListAllStoragePoolsFlags.Vstorage | VirConnectListAllStoragePoolsFlags.IscsiDirect);

    private const uint CreateFlags = (uint)(VirStoragePoolCreateFlags.WithBuild | VirStoragePoolCreateFlags.WithBuildOverwrite | VirStoragePoolCreateFlags.WithBuildNoOverwrite);

    private readonly StoragePoolLookup _lookup = new(services.Pools, services.Volumes);

    private StoragePools Pools => services.Pools;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectListAllStoragePools, (_, arguments) => All(arguments));
        table.Add(RemoteProgram.ConnectNumOfStoragePools, (_, _) => new ConnectNumOfStoragePoolsRet(Names(active: true).Count()));
        table.Add(RemoteProgram.ConnectListStoragePools, (_, arguments) => new ConnectListStoragePoolsRet([.. Names(active: true).Take(arguments.Maxnames)]));
        table.Add(RemoteProgram.ConnectNumOfDefinedStoragePools, (_, _) => new ConnectNumOfDefinedStoragePoolsRet(Names(active: false).Count()));
        table.Add(RemoteProgram.ConnectListDefinedStoragePools, (_, arguments) => new ConnectListDefinedStoragePoolsRet([.. Names(active: false).Take(arguments.Maxnames)]));
        table.Add(RemoteProgram.StoragePoolLookupByName, (_, arguments) => new StoragePoolLookupByNameRet(StoragePoolLookup.Of(_lookup.ByName(arguments.Name))));
        table.Add(RemoteProgram.StoragePoolLookupByUuid, (_, arguments) => new StoragePoolLookupByUuidRet(StoragePoolLookup.Of(_lookup.ByUuid(arguments.Uuid))));
        table.Add(RemoteProgram.StoragePoolLookupByVolume, (_, arguments) => new StoragePoolLookupByVolumeRet(StoragePoolLookup.Of(_lookup.ByName(arguments.Vol.Pool))));
        table.Add(RemoteProgram.StoragePoolLookupByTargetPath, (_, arguments) => new StoragePoolLookupByTargetPathRet(StoragePoolLookup.Of(ByPath(arguments.Path))));
        table.Add(RemoteProgram.StoragePoolGetInfo, (call, arguments) => InfoAsync(call, arguments));
        table.Add(RemoteProgram.StoragePoolGetXmlDesc, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirStorageXmlFlags.Inactive);
            return new StoragePoolGetXmlDescRet(await Pools.XmlAsync(_lookup.Get(arguments.Pool).Id.ToString(), arguments.Flags != 0, call.Cancellation));
        });
        table.Add(RemoteProgram.StoragePoolIsActive, (_, arguments) => new StoragePoolIsActiveRet(_lookup.Get(arguments.Pool).IsActive ? 1 : 0));
        table.Add(RemoteProgram.StoragePoolIsPersistent, (_, arguments) => new StoragePoolIsPersistentRet(_lookup.Get(arguments.Pool).IsPersistent ? 1 : 0));
        table.Add(RemoteProgram.StoragePoolGetAutostart, (_, arguments) => new StoragePoolGetAutostartRet(_lookup.Get(arguments.Pool).Autostart ? 1 : 0));
        table.Add(RemoteProgram.StoragePoolSetAutostart, async (call, arguments) =>
        {
            await Pools.SetAutostartAsync(_lookup.Get(arguments.Pool).Id, arguments.Autostart != 0, call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.StoragePoolDefineXml, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirStoragePoolDefineFlags.Validate);
            return new StoragePoolDefineXmlRet(StoragePoolLookup.Of(await Pools.DefineAsync(arguments.Xml, null, call.By, cancellationToken: call.Cancellation)));
        });
        table.Add(RemoteProgram.StoragePoolCreateXml, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, CreateFlags);
            return new StoragePoolCreateXmlRet(StoragePoolLookup.Of(
                await OpenedAsync(Pools.CreateAsync(arguments.Xml, arguments.Flags != 0, call.By, call.Cancellation))));
        });
        AddChangesTo(table);
        table.Add(RemoteProgram.StoragePoolNumOfVolumes, async (call, arguments) =>
            new StoragePoolNumOfVolumesRet((await services.Volumes.ListAsync(_lookup.Active(arguments.Pool).Name, call.Cancellation)).Count));
        table.Add(RemoteProgram.StoragePoolListVolumes, async (call, arguments) => new StoragePoolListVolumesRet(
            [.. (await services.Volumes.ListAsync(_lookup.Active(arguments.Pool).Name, call.Cancellation)).Select(volume => volume.Name).Take(arguments.Maxnames)]));
        table.Add(RemoteProgram.StoragePoolListAllVolumes, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            var all = await services.Volumes.ListAsync(_lookup.Active(arguments.Pool).Name, call.Cancellation);
            return new StoragePoolListAllVolumesRet(arguments.NeedResults != 0 ? [.. all.Select(StoragePoolLookup.Of)] : [], (uint)all.Count);
        });
    }

    private void AddChangesTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.StoragePoolCreate, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, CreateFlags);
            await OpenedAsync(Pools.StartAsync(_lookup.Get(arguments.Pool).Id, arguments.Flags != 0, call.By, call.Cancellation));
            return Nothing.Value;
        });
        table.Add(RemoteProgram.StoragePoolBuild, async (call, arguments) =>
        {
            var pool = _lookup.Get(arguments.Pool);
            if ((arguments.Flags & (uint)(VirStoragePoolBuildFlags.Overwrite | VirStoragePoolBuildFlags.NoOverwrite)) != 0)
            {
                throw StoragePoolLookup.Invalid($"No source device specified when formatting pool '{pool.Name}'");
            }
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            await Pools.BuildAsync(pool.Id, call.By, call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.StoragePoolDestroy, async (call, arguments) =>
        {
            await Pools.StopAsync(_lookup.Get(arguments.Pool).Id, call.By, call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.StoragePoolDelete, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            await Pools.DeleteAsync(Inactive(_lookup.Get(arguments.Pool)).Id, call.By, call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.StoragePoolUndefine, async (call, arguments) =>
        {
            await Pools.UndefineAsync(Inactive(_lookup.Get(arguments.Pool)).Id, null, call.By, call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.StoragePoolRefresh, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            await Pools.RefreshAsync(_lookup.Active(arguments.Pool).Name, call.Cancellation);
            return Nothing.Value;
        });
    }

    private static bool Holds(uint flags, VirConnectListAllStoragePoolsFlags yes, VirConnectListAllStoragePoolsFlags no, bool holds)
    {
        var asked = flags & (uint)(yes | no);
        return asked == 0 || (asked & (uint)(holds ? yes : no)) != 0;
    }

    // Where something is to be gone, libvirt says "still".
    private static PoolEntry Inactive(PoolEntry pool) => pool.IsActive ? throw StoragePoolLookup.Invalid($"storage pool '{pool.Name}' is still active") : pool;

    /// <summary>A directory that is not there has libvirt's own words.</summary>
    private static async Task<PoolEntry> OpenedAsync(Task<PoolEntry> opening)
    {
        try
        {
            return await opening;
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Storage.PathMissing)
        {
            var path = e.Facts.First(fact => fact.Name == "path").Value;
            throw new LibvirtRefusal(LibvirtErrorNumber.SystemError, LibvirtErrorDomain.Storage, $"cannot open directory '{path}': No such file or directory");
        }
    }

    private IEnumerable<string> Names(bool active) => Pools.List().Where(pool => pool.IsActive == active).Select(pool => pool.Name);

    private PoolEntry ByPath(string path) =>
        Pools.List().FirstOrDefault(pool => pool.IsActive && pool.Definition.Path == path.TrimEnd('/'))
        ?? throw StoragePoolLookup.NoPool($"no storage pool with matching target path '{path}'");

    private ConnectListAllStoragePoolsRet All(ConnectListAllStoragePoolsArgs arguments)
    {
        var flags = arguments.Flags;
        var wanted = Pools.List()
            .Where(pool => Holds(flags, VirConnectListAllStoragePoolsFlags.Active, VirConnectListAllStoragePoolsFlags.Inactive, pool.IsActive)
                && Holds(flags, VirConnectListAllStoragePoolsFlags.Persistent, VirConnectListAllStoragePoolsFlags.Transient, pool.IsPersistent)
                && Holds(flags, VirConnectListAllStoragePoolsFlags.Autostart, VirConnectListAllStoragePoolsFlags.NoAutostart, pool.Autostart)
                && ((flags & Kinds) == 0 || (flags & (uint)VirConnectListAllStoragePoolsFlags.Dir) != 0))
            .Select(StoragePoolLookup.Of).ToList();
        return new ConnectListAllStoragePoolsRet(arguments.NeedResults != 0 ? wanted : [], (uint)wanted.Count);
    }

    private async ValueTask<StoragePoolGetInfoRet> InfoAsync(Call call, StoragePoolGetInfoArgs arguments)
    {
        var pool = _lookup.Get(arguments.Pool);
        var state = await Pools.GetAsync(pool.Id.ToString(), call.Cancellation);
        var word = !pool.IsActive ? VirStoragePoolState.Inactive
            : state is { Failure: not null } or { NotAnsweringSince: not null } ? VirStoragePoolState.Inaccessible
            : VirStoragePoolState.Running;
        var (total, free) = (state.TotalBytes ?? 0, state.AvailableBytes ?? 0);
        return new StoragePoolGetInfoRet((byte)word, (ulong)total, (ulong)(total - free), (ulong)free);
    }
}
