using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains.Starting;

/// <summary>
/// The kernel and initrd of a direct boot. QEMU reads them by path, once, as its own user; where that user may not read
/// them (a file under /root), it gets a copy in the machine's run directory, which is gone as soon as QEMU answers.
/// </summary>
internal static class KernelFiles
{
    /// <summary>The machine's operating system with paths that QEMU's user can read.</summary>
    public static async Task<OsDefinition> ReadableAsync(
        OsDefinition os, string directory, RunAs? user, IGuestDisks files, CancellationToken cancellationToken) => os with
        {
            KernelPath = await ReadableAsync(os.KernelPath, directory, "kernel", user, files, cancellationToken),
            InitrdPath = await ReadableAsync(os.InitrdPath, directory, "initrd", user, files, cancellationToken),
        };

    /// <summary>Removes the copies: QEMU has read them.</summary>
    public static void Discard(string directory)
    {
        foreach (var name in (ReadOnlySpan<string>)["kernel", "initrd"])
        {
            File.Delete(CopyPath(directory, name));
        }
    }

    private static async Task<string?> ReadableAsync(
        string? path, string directory, string name, RunAs? user, IGuestDisks files, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return null;
        }
        using var file = await files.OpenFileAsync(path, readOnly: true, cancellationToken);
        if (user is null || PathAccess.Refusal(path, user.Uid, user.Gid, AccessModes.Read, user.Groups) is null)
        {
            return path;
        }
        var copy = CopyPath(directory, name);
        using (var target = File.OpenHandle(copy, FileMode.CreateNew, FileAccess.Write))
        {
            await CopyAsync(file.Handle, target, cancellationToken);
            Folder.ChangeOwner(target, user.Uid, user.Gid, copy);
        }
        return copy;
    }

    private static string CopyPath(string directory, string name) => Path.Combine(directory, MakeRunDirectory.OwnOfQemu, name);

    private static async Task CopyAsync(SafeFileHandle source, SafeFileHandle target, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 20];
        long at = 0;
        int read;
        while ((read = await RandomAccess.ReadAsync(source, buffer, at, cancellationToken)) > 0)
        {
            await RandomAccess.WriteAsync(target, buffer.AsMemory(0, read), at, cancellationToken);
            at += read;
        }
    }
}
