using Pando.Domains.Saving.Format;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Saving;

/// <summary>Whether the disks of a saved machine are still as its memory knows them.</summary>
internal static class SavedDisks
{
    /// <summary>A disk as it is; null where it cannot be told (a block device has no such time).</summary>
    public static SavedDisk? Now(HeldFile file) =>
        TryStatus(file.Path) is { Kind: FileKind.Regular } status ? new SavedDisk(file.Path, status.Identity.Size, status.Modified.UtcTicks) : null;

    /// <summary>Throws <c>save.stale</c> for the first that was changed. One that is gone is told by who opens it.</summary>
    public static void RequireUnchanged(string machine, IReadOnlyList<SavedDisk> disks)
    {
        foreach (var disk in disks)
        {
            if (TryStatus(disk.Path) is { } status && (status.Identity.Size != disk.Size || status.Modified.UtcTicks != disk.Modified))
            {
                throw new CallerException(ErrorCodes.Save.Stale, ("name", machine), ("path", disk.Path));
            }
        }
    }

    private static FileStatus? TryStatus(string path)
    {
        try
        {
            return PathWalk.Status(path);
        }
        catch (Exception e) when (e is PathWalkException or IOException or ArgumentException)
        {
            return null;
        }
    }
}
