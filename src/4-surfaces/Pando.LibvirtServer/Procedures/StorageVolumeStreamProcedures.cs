using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.LibvirtServer.Streams;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The content of volumes, in and out.</summary>
internal sealed class StorageVolumeStreamProcedures(LibvirtServices services)
{
    private readonly StoragePoolLookup _lookup = new(services.Pools, services.Volumes);
    private readonly VolumeUsers _users = new(services);

    public void AddTo(ProcedureTable table)
    {
        table.AddStream(RemoteProgram.StorageVolUpload, (call, arguments) => UploadAsync(call, arguments));
        table.AddStream(RemoteProgram.StorageVolDownload, (call, arguments) => DownloadAsync(call, arguments));
    }

    private async ValueTask<StreamAnswer<Nothing>> UploadAsync(Call call, StorageVolUploadArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirStorageVolUploadFlags.SparseStream);
        var (offset, length) = Range(arguments.Offset, arguments.Length);
        var volume = await _lookup.VolumeAsync(arguments.Vol, call.Cancellation);
        _users.RequireNoneRuns(volume.Path);
        var content = await services.Volumes.OpenToWriteAsync(volume.Pool, volume.Name, call.Cancellation);
        return new StreamAnswer<Nothing>(
            Nothing.Value,
            new VolumeUpload(content, offset, length, async cancellation => await services.Pools.RefreshAsync(volume.Pool, cancellation)));
    }

    private async ValueTask<StreamAnswer<Nothing>> DownloadAsync(Call call, StorageVolDownloadArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirStorageVolDownloadFlags.SparseStream);
        var (offset, length) = Range(arguments.Offset, arguments.Length);
        var volume = await _lookup.VolumeAsync(arguments.Vol, call.Cancellation);
        var content = await services.Volumes.OpenToReadAsync(volume.Pool, volume.Name, call.Cancellation);
        return new StreamAnswer<Nothing>(Nothing.Value, new VolumeDownload(content, offset, length, arguments.Flags != 0));
    }

    /// <summary>No length is all there is.</summary>
    private static (long Offset, long? Length) Range(ulong offset, ulong length) => offset <= long.MaxValue && length <= long.MaxValue
        ? ((long)offset, length == 0 ? null : (long)length)
        : throw LibvirtRefusal.InvalidArgument($"offset {offset}, length {length}: beyond any file");
}
