using System.Globalization;
using System.Runtime.InteropServices;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Starting;

/// <summary>
/// The directories that QEMU is handed as descriptors and opens what lies in them by itself: its arguments tell their numbers alone,
/// so that where they lie is told here.
/// </summary>
internal static class HandedDirectories
{
    public static IEnumerable<GuestPath> Of(DomainDefinition definition, GuestFiles files) =>
        files.Directories.Select(directory => new GuestPath(
            PathOf(directory.Value), IsWritten(definition, directory.Key) ? GuestPathAccess.Read | GuestPathAccess.Write : GuestPathAccess.Read));

    private static bool IsWritten(DomainDefinition definition, string alias) =>
        definition.Devices.Filesystems.Items.Any(shared => shared.Alias?.Name == alias && !shared.ReadOnly)
        || definition.Devices.Disks.Items.Any(disk => disk.Alias?.Name == alias && !disk.ReadOnly);

    /// <summary>Where it lies now, whatever it was called when it was opened.</summary>
    private static string PathOf(SafeHandle directory) =>
        new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.DangerousGetHandle()}")).LinkTarget!;
}
