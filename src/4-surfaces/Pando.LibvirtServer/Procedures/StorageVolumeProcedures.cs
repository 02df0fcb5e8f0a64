using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Pools;
using Pando.Model.Ports;
using Pando.Model.Xml.Pools;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The volumes of storage pools.</summary>
internal sealed class StorageVolumeProcedures(LibvirtServices services)
{
    private const uint Sector = 512;

    private const uint CreateFlags = (uint)(VirStorageVolCreateFlags.PreallocMetadata | VirStorageVolCreateFlags.Validate);

    private readonly StoragePoolLookup _lookup = new(services.Pools, services.Volumes);
    private readonly VolumeUsers _users = new(services);

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.StorageVolLookupByName, async (call, arguments) => new StorageVolLookupByNameRet(
            StoragePoolLookup.Of(await services.Volumes.GetAsync(_lookup.Active(arguments.Pool).Name, arguments.Name, call.Cancellation))));
        table.Add(RemoteProgram.StorageVolLookupByKey, async (call, arguments) => new StorageVolLookupByKeyRet(StoragePoolLookup.Of(
            await services.Volumes.FindByPathAsync(arguments.Key, call.Cancellation) ?? throw StoragePoolLookup.NoVolume($"no storage vol with matching key {arguments.Key}"))));
        table.Add(RemoteProgram.StorageVolLookupByPath, async (call, arguments) => new StorageVolLookupByPathRet(StoragePoolLookup.Of(
            await services.Volumes.FindByPathAsync(arguments.Path, call.Cancellation) ?? throw StoragePoolLookup.NoVolume($"no storage vol with matching path '{arguments.Path}'"))));
        table.Add(RemoteProgram.StorageVolGetInfo, async (call, arguments) =>
        {
            var volume = await _lookup.VolumeAsync(arguments.Vol, call.Cancellation);
            return new StorageVolGetInfoRet((sbyte)VirStorageVolType.File, (ulong)volume.CapacityBytes, (ulong)volume.AllocationBytes);
        });
        table.Add(RemoteProgram.StorageVolGetInfoFlags, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirStorageVolInfoFlags.GetPhysical);
            var volume = await _lookup.VolumeAsync(arguments.Vol, call.Cancellation);
            return new StorageVolGetInfoFlagsRet(
                (sbyte)VirStorageVolType.File, (ulong)volume.CapacityBytes, (ulong)(arguments.Flags != 0 ? volume.PhysicalBytes : volume.AllocationBytes));
        });
        table.Add(RemoteProgram.StorageVolGetXmlDesc, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            return new StorageVolGetXmlDescRet((await _lookup.VolumeAsync(arguments.Vol, call.Cancellation)).ToXml());
        });
        table.Add(RemoteProgram.StorageVolGetPath, async (call, arguments) => new StorageVolGetPathRet((await _lookup.VolumeAsync(arguments.Vol, call.Cancellation)).Path));
        table.Add(RemoteProgram.StorageVolCreateXml, async (call, arguments) => new StorageVolCreateXmlRet(await CreateAsync(call, arguments)));
        table.Add(RemoteProgram.StorageVolCreateXmlFrom, async (call, arguments) => new StorageVolCreateXmlFromRet(await CloneAsync(call, arguments)));
        table.Add(RemoteProgram.StorageVolDelete, (call, arguments) => DeleteAsync(call, arguments));
        table.Add(RemoteProgram.StorageVolResize, (call, arguments) => ResizeAsync(call, arguments));
        table.Add(RemoteProgram.StorageVolWipe, (call, arguments) => WipeAsync(call, arguments.Vol, (uint)VirStorageVolWipeAlgorithm.Zero, arguments.Flags));
        table.Add(RemoteProgram.StorageVolWipePattern, (call, arguments) => WipeAsync(call, arguments.Vol, arguments.Algorithm, arguments.Flags));
    }

    private async Task<RemoteStorageVol> CreateAsync(Call call, StorageVolCreateXmlArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, CreateFlags);
        var pool = _lookup.Active(arguments.Pool);
        var wanted = VolumeXml.Read(arguments.Xml);
        if (wanted is { CapacityBytes: null, Backing: null })
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.XmlError, LibvirtErrorDomain.Storage, "missing capacity element");
        }
        return await MakeAsync(call, Request(pool.Name, wanted, arguments.Flags) with
        {
            Image = wanted.Backing?.Path,
            ImageFormat = wanted.Backing?.Format,
            // Where nothing is said all of it takes room, as libvirt has it.
            AllocationBytes = wanted.AllocationBytes ?? wanted.CapacityBytes,
        });
    }

    private async Task<RemoteStorageVol> CloneAsync(Call call, StorageVolCreateXmlFromArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, CreateFlags);
        var pool = _lookup.Active(arguments.Pool);
        var source = await _lookup.VolumeAsync(arguments.Clonevol, call.Cancellation);
        var wanted = VolumeXml.Read(arguments.Xml);
        if ((await services.Volumes.ListAsync(pool.Name, call.Cancellation)).Any(volume => volume.Name == wanted.Name))
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.InternalError, LibvirtErrorDomain.Storage, $"storage volume name '{wanted.Name}' already in use.");
        }
        _users.RequireNoneRuns(source.Path);
        return await MakeAsync(call, Request(pool.Name, wanted, arguments.Flags) with
        {
            CapacityBytes = Math.Max(wanted.CapacityBytes ?? 0, source.CapacityBytes),
            Image = source.Path,
            ImageFormat = source.Format,
            FullCopy = true,
            // What is copied takes the room that it needs, unless all of it is wanted at once.
            AllocationBytes = wanted.AllocationBytes >= source.CapacityBytes ? wanted.AllocationBytes : null,
        });
    }

    private static VolumeRequest Request(string pool, VolumeDefinition wanted, uint flags) =>
        new(pool, wanted.Name, wanted.Format, wanted.CapacityBytes, null, FullCopy: false, Guid.NewGuid().ToString("N"))
        {
            LazyRefcounts = wanted.LazyRefcounts,
            PreallocateMetadata = (flags & (uint)VirStorageVolCreateFlags.PreallocMetadata) != 0,
        };

    private async Task<RemoteStorageVol> MakeAsync(Call call, VolumeRequest request)
    {
        var job = await services.Volumes.StartCreateAsync(request, call.By, call.Cancellation);
        await job.Completion.WaitAsync(call.Cancellation);
        return StoragePoolLookup.Of(await services.Volumes.GetAsync(request.Pool, request.Name, call.Cancellation));
    }

    private async ValueTask<Nothing> DeleteAsync(Call call, StorageVolDeleteArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var volume = await _lookup.VolumeAsync(arguments.Vol, call.Cancellation);
        _users.RequireUnused(volume);
        var job = await services.Volumes.StartDeleteAsync(volume.Pool, volume.Name, call.By, call.Cancellation);
        await job.Completion.WaitAsync(call.Cancellation);
        return Nothing.Value;
    }

    private async ValueTask<Nothing> ResizeAsync(Call call, StorageVolResizeArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)(VirStorageVolResizeFlags.Allocate | VirStorageVolResizeFlags.Delta | VirStorageVolResizeFlags.Shrink));
        var volume = await _lookup.VolumeAsync(arguments.Vol, call.Cancellation);
        _users.RequireNoneRuns(volume.Path);
        var (allocate, delta, shrink) = (Has(VirStorageVolResizeFlags.Allocate), Has(VirStorageVolResizeFlags.Delta), Has(VirStorageVolResizeFlags.Shrink));
        if (allocate && volume.Format != "raw")
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationUnsupported, LibvirtErrorDomain.Storage, "preallocate is only supported for raw type volume");
        }
        var asked = (Int128)arguments.Capacity;
        var capacity = !delta ? asked : volume.CapacityBytes + (shrink ? -asked : asked);
        capacity = (capacity + Sector - 1) / Sector * Sector;
        if (capacity < 0 || capacity > long.MaxValue)
        {
            throw LibvirtRefusal.InvalidArgument($"capacity {arguments.Capacity} cannot be");
        }
        var job = await services.Volumes.StartGrowAsync(volume.Pool, volume.Name, (long)capacity, call.By, allocate, call.Cancellation);
        await job.Completion.WaitAsync(call.Cancellation);
        return Nothing.Value;

        bool Has(VirStorageVolResizeFlags flag) => (arguments.Flags & (uint)flag) != 0;
    }

    private async ValueTask<Nothing> WipeAsync(Call call, RemoteStorageVol wanted, uint algorithm, uint flags)
    {
        LibvirtRefusal.UnlessFlags(flags, 0);
        if (!Enum.IsDefined((VirStorageVolWipeAlgorithm)algorithm))
        {
            throw LibvirtRefusal.InvalidArgument($"wiping algorithm {algorithm} not supported");
        }
        if (algorithm != (uint)VirStorageVolWipeAlgorithm.Zero)
        {
            throw new LibvirtRefusal(
                LibvirtErrorNumber.ArgumentUnsupported, LibvirtErrorDomain.Storage, $"'{((VirStorageVolWipeAlgorithm)algorithm).ToString().ToLowerInvariant()}' algorithm not supported");
        }
        var volume = await _lookup.VolumeAsync(wanted, call.Cancellation);
        _users.RequireUnused(volume);
        var job = await services.Volumes.StartWipeAsync(volume.Pool, volume.Name, call.By, call.Cancellation);
        await job.Completion.WaitAsync(call.Cancellation);
        return Nothing.Value;
    }
}
