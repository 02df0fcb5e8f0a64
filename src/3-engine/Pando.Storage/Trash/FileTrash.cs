using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Volumes;

namespace Pando.Storage.Trash;

/// <summary>
/// Moves files to the trash and back. It is a directory beside the file, so on the same file system: a move is one rename,
/// however large the file is. Inside, each deletion has a directory of its own, so names never collide.
/// </summary>
internal sealed class FileTrash(FileSystemLanes lanes, Func<string, bool> isPoolDirectory)
{
    private const string OutsidePools = ".pando-trash";

    public async ValueTask<TrashedFile> PlanAsync(string path, string trashId, CancellationToken cancellationToken)
    {
        VolumeName.Check(trashId);
        var bytes = await InLaneAsync(path, () =>
        {
            var status = PathWalk.Status(path);
            return status.Kind is FileKind.Regular
                ? (long)status.AllocatedBytes
                : throw new CallerException(ErrorCodes.Storage.NotAFile, ("path", path), ("kind", status.Kind.ToString()));
        }, cancellationToken);
        var parent = Path.GetDirectoryName(path)!;
        return new TrashedFile(path, Path.Join(parent, isPoolDirectory(parent) ? VolumeReader.TrashFolder : OutsidePools, trashId, Path.GetFileName(path)), bytes);
    }

    public async ValueTask TrashAsync(TrashedFile file, CancellationToken cancellationToken) => await InLaneAsync(file.Original, () =>
    {
        var at = new TrashPlace(file);
        using var parent = OpenFolder(at.Parent);
        using var trash = parent.MakeFolder(at.TrashName);
        using var own = trash.MakeFolder(at.Id);
        try
        {
            if (!parent.TryMove(at.Name, own, at.Name))
            {
                throw new CallerException(ErrorCodes.Storage.PathTaken, ("path", file.Trashed));
            }
        }
        catch (SyscallException gone) when (gone.Errno == Errno.ENOENT && own.TryStatus(at.Name) is not null)
        {
            // Moved by an earlier attempt.
        }
        own.Sync();
        parent.Sync();
        return true;
    }, cancellationToken);

    public async ValueTask UntrashAsync(TrashedFile file, CancellationToken cancellationToken) => await InLaneAsync(file.Original, () =>
    {
        var at = new TrashPlace(file);
        using var parent = OpenFolder(at.Parent);
        using var own = TryOpenOwn(parent, at);
        if (own?.TryStatus(at.Name) is null)
        {
            // Moved back by an earlier attempt, or gone.
            return parent.TryStatus(at.Name) is not null ? true
                : throw new CallerException(ErrorCodes.Storage.PathMissing, ("path", file.Trashed), ("component", file.Trashed));
        }
        if (!own.TryMove(at.Name, parent, at.Name))
        {
            throw new CallerException(ErrorCodes.Storage.PathTaken, ("path", file.Original));
        }
        parent.Sync();
        RemoveEmpty(parent, at);
        return true;
    }, cancellationToken);

    public async ValueTask PurgeAsync(TrashedFile file, CancellationToken cancellationToken) => await InLaneAsync(file.Trashed, () =>
    {
        var at = new TrashPlace(file);
        Folder parent;
        try
        {
            parent = OpenFolder(at.Parent);
        }
        catch (PathWalkException gone) when (gone.Reason is PathRefusalReason.Missing)
        {
            return true;
        }
        using (parent)
        {
            using (var own = TryOpenOwn(parent, at))
            {
                own?.Remove(at.Name);
                own?.Sync();
            }
            RemoveEmpty(parent, at);
        }
        return true;
    }, cancellationToken);

    private static Folder OpenFolder(string path) => new(PathWalk.OpenDirectory(path), path);

    private static Folder? TryOpenOwn(Folder parent, TrashPlace at)
    {
        if (parent.TryStatus(at.TrashName) is null)
        {
            return null;
        }
        using var trash = parent.OpenFolder(at.TrashName);
        return trash.TryStatus(at.Id) is null ? null : trash.OpenFolder(at.Id);
    }

    private static void RemoveEmpty(Folder parent, TrashPlace at)
    {
        const int notEmpty = 39;
        try
        {
            if (parent.TryStatus(at.TrashName) is not null)
            {
                using var trash = parent.OpenFolder(at.TrashName);
                trash.RemoveFolder(at.Id);
            }
            parent.RemoveFolder(at.TrashName);
        }
        catch (SyscallException failure) when (failure.Errno is notEmpty or Errno.EEXIST)
        {
            // Other files of this deletion, or other deletions, are still there.
        }
    }

    private Task<T> InLaneAsync<T>(string path, Func<T> work, CancellationToken cancellationToken) => lanes.For(path).RunAsync(path, () =>
    {
        try
        {
            return work();
        }
        catch (Exception failure)
        {
            throw FileFailures.Named(failure, path);
        }
    }, cancellationToken);
}
