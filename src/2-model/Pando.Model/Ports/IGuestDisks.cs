using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pando.Model.Ports;

/// <summary>
/// Opens what a machine's disks stand on, so that QEMU is given descriptors and opens no path itself.
/// </summary>
public interface IGuestDisks
{
    /// <summary>
    /// Opens an image and, for qcow2, everything that it is backed by, each after walking its path. Throws
    /// <see cref="Errors.CallerException"/> <c>storage.…</c> that names the path component and the reason, or the
    /// image whose header is not what was said.
    /// </summary>
    /// <param name="path">Absolute.</param>
    /// <param name="format">In QEMU's words, as the definition says, never guessed.</param>
    /// <param name="readOnly">Whether the guest may only read.</param>
    /// <param name="encrypted">
    /// Whether each image, the guest's own first, is one that QEMU gets a passphrase for; null is none. A qcow2 image that is encrypted
    /// is refused where it is not.
    /// </param>
    /// <param name="cancellationToken">Ends the wait (a mount may hang).</param>
    ValueTask<OpenedDisk> OpenAsync(
        string path, string format, bool readOnly, IReadOnlyList<bool>? encrypted = null, CancellationToken cancellationToken = default);

    /// <summary>Opens a directory the same way.</summary>
    ValueTask<SafeHandle> OpenDirectoryAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Opens one plain file (UEFI code or variables, a kernel) the same way.</summary>
    ValueTask<OpenedImage> OpenFileAsync(string path, bool readOnly, CancellationToken cancellationToken = default);
}

/// <summary>A disk's images, the guest's own first, the one at the bottom last. Disposing closes them all.</summary>
public sealed record OpenedDisk(IReadOnlyList<OpenedImage> Chain) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var image in Chain)
        {
            image.Dispose();
        }
    }
}

/// <summary>One open image file.</summary>
/// <param name="Path">As it was opened.</param>
/// <param name="Format"><c>raw</c> or <c>qcow2</c>.</param>
/// <param name="ReadOnly">Whether it was opened for reading only.</param>
/// <param name="Handle">The descriptor.</param>
/// <param name="Device">The file's device number (st_dev).</param>
/// <param name="Inode">The file's inode number: with the device it says which file it is, whatever its names.</param>
public sealed record OpenedImage(string Path, string Format, bool ReadOnly, SafeFileHandle Handle, ulong Device, ulong Inode) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
