using Pando.Linux.Files;
using Pando.Model.Ports;

namespace Pando.Storage.FileSystems;

public sealed partial class GuestFiles
{
    /// <inheritdoc/>
    public ValueTask<FoundMemoryFile?> FindMemoryAsync(string path, CancellationToken cancellationToken = default) =>
        InLaneAsync(path, () => Find(path), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FoundMemoryFile> MakeMemoryAsync(NewMemoryFile made, uint? uid, uint? gid, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(made);
        return InLaneAsync(made.Path, () => Make(made, uid, gid), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask NameMemoryAsync(NewMemoryFile made, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(made);
        await InLaneAsync(made.Path, () => Name(made), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveMemoryAsync(NewMemoryFile made, FoundMemoryFile? file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(made);
        await InLaneAsync(made.Path, () => Remove(made, file), cancellationToken);
    }

    private static FoundMemoryFile? Find(string path)
    {
        try
        {
            return Of(PathWalk.Status(path));
        }
        catch (PathWalkException missing) when (missing.Reason == PathRefusalReason.Missing && missing.Component == missing.Path)
        {
            return null;
        }
    }

    private static FoundMemoryFile Make(NewMemoryFile made, uint? uid, uint? gid)
    {
        using var folder = FolderOf(made);
        using var file = folder.CreateFile(made.TemporaryName);
        RandomAccess.SetLength(file, made.SizeBytes);
        if (uid is { } user && gid is { } group)
        {
            Folder.ChangeOwner(file, user, group, made.Path);
        }
        return Of(FileStatus.Of(file));
    }

    // A link and not a move: every file system can refuse to replace by it.
    private static bool Name(NewMemoryFile made)
    {
        using var folder = FolderOf(made);
        folder.TryLink(made.TemporaryName, folder, Path.GetFileName(made.Path));
        return folder.Remove(made.TemporaryName);
    }

    private static bool Remove(NewMemoryFile made, FoundMemoryFile? file)
    {
        using var folder = FolderOf(made);
        var name = Path.GetFileName(made.Path);
        if (file is not null && folder.TryStatus(name) is { } status && Of(status) == file)
        {
            folder.Remove(name);
        }
        return folder.Remove(made.TemporaryName);
    }

    private static FoundMemoryFile Of(FileStatus status) => new(status.Identity.Device, status.Identity.Inode, status.Kind == FileKind.Regular);

    private static Folder FolderOf(NewMemoryFile made)
    {
        var directory = Path.GetDirectoryName(made.Path)!;
        return new Folder(PathWalk.OpenDirectory(directory), directory);
    }

    private async ValueTask<T> InLaneAsync<T>(string path, Func<T> work, CancellationToken cancellationToken) =>
        await _lanes.For(path).RunAsync(
            path,
            () =>
            {
                try
                {
                    return work();
                }
                catch (Exception failure)
                {
                    throw FileFailures.Named(failure, path);
                }
            },
            cancellationToken);
}
