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
}

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
