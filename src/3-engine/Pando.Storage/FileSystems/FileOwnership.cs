using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Linux.Users;

namespace Pando.Storage.FileSystems;

/// <summary>
/// Who a volume's file belongs to. While a program fills it, the user that the program runs as; afterwards us: a guest's
/// process is given descriptors and has no right to open any volume by itself, but to read one that it was given for
/// reading.
/// </summary>
/// <param name="qemuUser">The user that QEMU's programs run as; null where it is ourselves.</param>
internal sealed class FileOwnership(RunAs? qemuUser)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Lends it to the programs.</summary>
    public void Lend(SafeFileHandle file, string path)
    {
        File.SetUnixFileMode(file, OwnerOnly);
        if (qemuUser is { } user)
        {
            Folder.ChangeOwner(file, user.Uid, user.Gid, path);
        }
    }

    /// <summary>Takes it back.</summary>
    public void TakeBack(SafeFileHandle file, string path, UnixFileMode? mode = null)
    {
        if (qemuUser is { } user)
        {
            Folder.ChangeOwner(file, UserDatabase.EffectiveUid, user.Gid, path);
        }
        File.SetUnixFileMode(file, mode ?? (qemuUser is null ? OwnerOnly : OwnerOnly | UnixFileMode.GroupRead));
    }
}
