using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;

namespace Pando.Storage.PoolDrivers;

/// <summary>The directory itself: whether it is there, making it, removing it.</summary>
internal sealed partial class DirPoolDriver
{
    private const int NotEmpty = 39;

    private const UnixFileMode Others = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode OwnersOwn = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // What libvirt gives a pool's directory where nothing is said, and those that it makes above it.
    private const UnixFileMode UsualMode = OwnersOwn | Others;
    private const UnixFileMode ParentMode = UsualMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public Task<DirectoryIdentity> ProbeAsync(CancellationToken cancellationToken) => InFolderAsync(folder =>
    {
        var identity = FileStatus.Of(folder.Handle).Identity;
        return new DirectoryIdentity(identity.Device, identity.Inode);
    }, cancellationToken);

    public Task BuildAsync(CancellationToken cancellationToken) => InLaneAsync(() =>
    {
        var missing = new Stack<string>();
        var path = definition.Path;
        var parent = TryOpen(path);
        for (; parent is null; parent = TryOpen(path))
        {
            missing.Push(Path.GetFileName(path));
            path = Path.GetDirectoryName(path) ?? "/";
        }
        var isNew = missing.Count > 0;
        while (missing.TryPop(out var name))
        {
            using var above = parent;
            parent = above.MakeFolder(name, missing.Count > 0 ? ParentMode : definition.Permissions.Mode ?? UsualMode);
            above.Sync();
        }
        using (parent)
        {
            Permit(parent, isNew);
        }
        return true;
    }, cancellationToken);

    public Task RemoveAsync(CancellationToken cancellationToken) => InLaneAsync(() =>
    {
        var above = Path.GetDirectoryName(definition.Path) ?? throw NotEmptied(null);
        using var parent = new Folder(PathWalk.OpenDirectory(above), above);
        try
        {
            parent.RemoveFolder(Path.GetFileName(definition.Path));
            parent.Sync();
        }
        catch (SyscallException full) when (full.Errno is NotEmpty or Errno.EEXIST)
        {
            throw NotEmptied(full);
        }
        return true;
    }, cancellationToken);

    private void Permit(Folder folder, bool isNew)
    {
        var (mode, owner, group) = (definition.Permissions.Mode, definition.Permissions.Owner, definition.Permissions.Group);
        if (owner is not null || group is not null)
        {
            // All bits set leave it as it is (chown(2)).
            Folder.ChangeOwner(folder.Handle, owner ?? uint.MaxValue, group ?? uint.MaxValue, folder.Path);
        }
        if (mode is { } asked && !isNew)
        {
            Folder.ChangeMode(folder.Handle, asked, folder.Path);
        }
    }

    private static Folder? TryOpen(string path)
    {
        try
        {
            return new Folder(PathWalk.OpenDirectory(path), path);
        }
        catch (PathWalkException missing) when (missing.Reason is PathRefusalReason.Missing && path != "/")
        {
            return null;
        }
    }

    private CallerException NotEmptied(Exception? inner) =>
        new(ErrorCodes.Storage.PoolNotEmpty, inner, ("pool", definition.Name), ("path", definition.Path));
}
