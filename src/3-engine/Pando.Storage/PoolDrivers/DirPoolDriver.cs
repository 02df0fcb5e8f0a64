using Microsoft.Win32.SafeHandles;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Pools;
using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Images;
using Pando.Storage.Programs;
using Pando.Storage.Volumes;

namespace Pando.Storage.PoolDrivers;

/// <summary>
/// A directory of image files. Everything is done by name in the open directory, so that a link in it leads nowhere; a
/// volume has its name only when it is whole.
/// </summary>
internal sealed partial class DirPoolDriver(
    PoolDefinition definition, FileSystemLanes lanes, GuestDisks disks, QemuImg qemuImg, FileOwnership ownership, TimeProvider time) : IPoolDriver
{
    private readonly VolumeReader _reader = new(definition);
    private VolumeMarks? _marks;
    private volatile bool _probed;

    public PoolDefinition Definition => definition;

    public string PathOf(string name) => Path.Join(definition.Path, VolumeName.Check(name));

    public Task<PoolListing> ListAsync(CancellationToken cancellationToken) => InFolderAsync(folder => new PoolListing(
        time.GetUtcNow(), folder.Space(), FileStatus.Of(folder.Handle), _reader.ReadAll(folder, TryMarks(folder)), _reader.ReadTrash(folder, TryMarks(folder))),
        cancellationToken);

    public Task RequireFreeAsync(VolumeRequest request, CancellationToken cancellationToken) => InFolderAsync(folder =>
    {
        RequireFree(folder, request);
        return true;
    }, cancellationToken);

    public Task DiscardAsync(VolumeRequest request, CancellationToken cancellationToken) => InFolderAsync(folder =>
    {
        FileDraft.Remove(folder, VolumeName.Check(request.Name), request.Owner);
        if (IsMadeBy(folder, request))
        {
            folder.Remove(request.Name);
        }
        folder.Sync();
        return true;
    }, cancellationToken);

    public Task<string> FormatOfAsync(string name, CancellationToken cancellationToken) => InFolderAsync(folder =>
    {
        using var file = Open(folder, name, FileAccess.Read);
        return _reader.FormatOf(name, file, Marks(folder));
    }, cancellationToken);

    public async Task<VolumeContent> OpenAsync(string name, FileAccess access, CancellationToken cancellationToken) =>
        new(lanes.For(definition.Path), await InFolderAsync(folder => Open(folder, name, access), cancellationToken), PathOf(name));

    private SafeFileHandle Open(Folder folder, string name, FileAccess access)
    {
        try
        {
            return folder.OpenFile(VolumeName.Check(name), access);
        }
        catch (SyscallException missing) when (missing.Errno == Errno.ENOENT)
        {
            throw NotFound(name);
        }
    }

    private void RequireFree(Folder folder, VolumeRequest request)
    {
        if (folder.TryStatus(VolumeName.Check(request.Name)) is not null && !IsMadeBy(folder, request))
        {
            throw Taken(request.Name);
        }
    }

    private bool IsMadeBy(Folder folder, VolumeRequest request)
    {
        if (folder.TryStatus(request.Name) is not { Kind: FileKind.Regular })
        {
            return false;
        }
        using var file = folder.OpenFile(request.Name, FileAccess.Read);
        return Marks(folder).IsOwnedBy(file, request.Owner);
    }

    private VolumeMarks Marks(Folder folder) => TryMarks(folder)
        ?? throw new CallerException(ErrorCodes.Storage.NoAttributes, ("pool", definition.Name), ("path", definition.Path));

    /// <summary>Tried once: a file system that keeps no marks will not begin to.</summary>
    private VolumeMarks? TryMarks(Folder folder)
    {
        if (!_probed)
        {
            _marks = VolumeMarks.Probe(folder);
            _probed = true;
        }
        return _marks;
    }

    private CallerException Taken(string name) => new(ErrorCodes.Storage.VolumeExists, ("pool", definition.Name), ("name", name));

    private CallerException NotFound(string name) => new(ErrorCodes.Storage.VolumeNotFound, ("pool", definition.Name), ("name", name));

    private Task<T> InFolderAsync<T>(Func<Folder, T> work, CancellationToken cancellationToken) => InLaneAsync(() =>
    {
        using var folder = OpenFolder();
        return work(folder);
    }, cancellationToken);

    private Task<T> InLaneAsync<T>(Func<T> work, CancellationToken cancellationToken) => lanes.For(definition.Path).RunAsync(definition.Path, () =>
    {
        try
        {
            return work();
        }
        catch (Exception failure)
        {
            throw FileFailures.Named(failure, definition.Path);
        }
    }, cancellationToken);

    private Folder OpenFolder() => new(PathWalk.OpenDirectory(definition.Path), definition.Path);
}
