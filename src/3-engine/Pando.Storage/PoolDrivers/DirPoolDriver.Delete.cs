using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Storage.Volumes;

namespace Pando.Storage.PoolDrivers;

/// <summary>Deleting volumes: a rename to a hidden name that can be taken back, then the end.</summary>
internal sealed partial class DirPoolDriver
{
    public Task SetAsideAsync(string name, string owner, CancellationToken cancellationToken) => InFolderAsync(folder =>
    {
        var aside = AsideName(name, owner);
        if (folder.TryStatus(aside) is null)
        {
            Move(folder, name, aside);
        }
        return true;
    }, cancellationToken);

    public Task PutBackAsync(string name, string owner, CancellationToken cancellationToken) => InFolderAsync(folder =>
    {
        var aside = AsideName(name, owner);
        if (folder.TryStatus(aside) is not null)
        {
            Move(folder, aside, name);
        }
        return true;
    }, cancellationToken);

    public Task DeleteAsideAsync(string name, string owner, CancellationToken cancellationToken) => InFolderAsync(folder =>
    {
        if (folder.Remove(AsideName(name, owner)))
        {
            folder.Sync();
        }
        return true;
    }, cancellationToken);

    private void Move(Folder folder, string name, string newName)
    {
        try
        {
            if (!folder.TryMove(name, folder, newName))
            {
                throw new CallerException(ErrorCodes.Storage.PathTaken, ("path", Path.Join(definition.Path, newName)));
            }
        }
        catch (SyscallException gone) when (gone.Errno == Errno.ENOENT)
        {
            throw NotFound(name);
        }
        folder.Sync();
    }

    // Listings leave out what begins with a dot.
    private static string AsideName(string name, string owner) => $".{VolumeName.Check(name)}.{VolumeName.Check(owner)}.deleted";
}
