using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Domains.Starting;

/// <summary>
/// The kernel and initrd of a direct boot. QEMU reads them by path, once, as its own user; where that user may not read
/// them (a file under /root), it gets a copy in the machine's run directory, which is gone as soon as QEMU answers.
/// </summary>
internal static class KernelFiles
{
    private const string EntryPrefix = "fw-cfg-";

    /// <summary>The machine's operating system with paths that QEMU's user can read.</summary>
    /// <exception cref="CallerException"><c>domain.disk-unavailable</c>: one of them cannot be opened.</exception>
    public static async Task<OsDefinition> ReadableAsync(
        DomainDefinition machine, string directory, RunAs? user, IGuestDisks files, CancellationToken cancellationToken) => machine.Os with
        {
            KernelPath = await ReadableAsync(machine, machine.Os.KernelPath, directory, "kernel", user, files, cancellationToken),
            InitrdPath = await ReadableAsync(machine, machine.Os.InitrdPath, directory, "initrd", user, files, cancellationToken),
            DeviceTreePath = await ReadableAsync(machine, machine.Os.DeviceTreePath, directory, "device-tree", user, files, cancellationToken),
            AcpiTablePath = await ReadableAsync(machine, machine.Os.AcpiTablePath, directory, "acpi-table", user, files, cancellationToken),
        };

    /// <summary>What the firmware configuration device holds, with paths that QEMU's user can read.</summary>
    /// <exception cref="CallerException"><c>domain.disk-unavailable</c>: one of them cannot be opened.</exception>
    public static async Task<EquatableArray<FirmwareConfigEntry>> ReadableEntriesAsync(
        DomainDefinition machine, string directory, RunAs? user, IGuestDisks files, CancellationToken cancellationToken)
    {
        var entries = new List<FirmwareConfigEntry>();
        foreach (var entry in machine.FirmwareConfig)
        {
            var path = await ReadableAsync(machine, entry.FilePath, directory, $"{EntryPrefix}{entries.Count}", user, files, cancellationToken);
            entries.Add(entry with { FilePath = path });
        }
        return entries.ToEquatableArray();
    }

    /// <summary>Removes the copies: QEMU has read them.</summary>
    public static void Discard(string directory)
    {
        foreach (var name in (ReadOnlySpan<string>)["kernel", "initrd", "device-tree", "acpi-table"])
        {
            File.Delete(CopyPath(directory, name));
        }
        if (Path.GetDirectoryName(CopyPath(directory, EntryPrefix)) is { } own && Directory.Exists(own))
        {
            foreach (var copy in Directory.EnumerateFiles(own, EntryPrefix + "*"))
            {
                File.Delete(copy);
            }
        }
    }

    private static async Task<string?> ReadableAsync(
        DomainDefinition machine, string? path, string directory, string name, RunAs? user, IGuestDisks files, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return null;
        }
        using var file = await OpenAsync(machine, path, files, cancellationToken);
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

    private static async Task<OpenedImage> OpenAsync(DomainDefinition machine, string path, IGuestDisks files, CancellationToken cancellationToken)
    {
        try
        {
            return await files.OpenFileAsync(path, readOnly: true, cancellationToken);
        }
        catch (PandoException e) when (e is not PeerException)
        {
            throw UnavailableFile.Of(e, machine.Name, path);
        }
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
