using Microsoft.Win32.SafeHandles;

namespace Pando.Model.Ports;

/// <summary>
/// Opens what a machine's devices name besides images: the file that a serial port writes, a device of the host. QEMU is
/// given the descriptor and opens no path itself.
/// </summary>
public interface IGuestFiles
{
    /// <summary>
    /// Opens it after walking its path. Throws <see cref="Errors.CallerException"/> <c>storage.…</c> that names the path
    /// component and the reason.
    /// </summary>
    /// <param name="path">Absolute.</param>
    /// <param name="use">What for.</param>
    /// <param name="cancellationToken">Ends the wait (a mount may hang).</param>
    ValueTask<SafeFileHandle> OpenAsync(string path, GuestFileUse use, CancellationToken cancellationToken = default);

    /// <summary>Finds a file that is to be memory of a guest, which QEMU opens by its name; null where it is missing. Throws as <see cref="OpenAsync"/> does.</summary>
    ValueTask<FoundMemoryFile?> FindMemoryAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Makes such a file beside where it is to be, and answers which it is: nobody finds it yet.</summary>
    /// <param name="made">What is made.</param>
    /// <param name="uid">Whom it belongs to; null: the daemon's own user.</param>
    /// <param name="gid">That user's group.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<FoundMemoryFile> MakeMemoryAsync(NewMemoryFile made, uint? uid, uint? gid, CancellationToken cancellationToken = default);

    /// <summary>Gives it its name, unless another file has that by now.</summary>
    ValueTask NameMemoryAsync(NewMemoryFile made, CancellationToken cancellationToken = default);

    /// <summary>Removes what was made, named or not; never another file of that name. Nothing where nothing is.</summary>
    /// <param name="made">What was made, or was to be.</param>
    /// <param name="file">Which file it was; null where that is not known any more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RemoveMemoryAsync(NewMemoryFile made, FoundMemoryFile? file, CancellationToken cancellationToken = default);
}

/// <summary>A file that is memory of a guest.</summary>
/// <param name="Device">st_dev.</param>
/// <param name="Inode">st_ino.</param>
/// <param name="IsFile">A plain file: neither a device nor a directory.</param>
public sealed record FoundMemoryFile(ulong Device, ulong Inode, bool IsFile);

/// <summary>A file of memory that is made because it is missing.</summary>
/// <param name="Path">Where it is to be.</param>
/// <param name="TemporaryName">What it is called before, in the same directory.</param>
/// <param name="SizeBytes">Its size.</param>
public sealed record NewMemoryFile(string Path, string TemporaryName, long SizeBytes);

/// <summary>What a file is opened for.</summary>
public enum GuestFileUse
{
    /// <summary>To write at the end of a plain file, made for its owner alone where it is missing.</summary>
    Append,

    /// <summary>To read a device of the host or a named pipe.</summary>
    ReadDevice,

    /// <summary>To read and write a device of the host or a named pipe.</summary>
    ReadWriteDevice,
}
