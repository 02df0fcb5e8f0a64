using System.Globalization;
using Pando.Domains.Guests;
using Pando.Domains.Saving;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Domains.Monitor;

/// <summary>Makes the disk of a running machine larger. It is never made smaller: what lies behind the end would be gone.</summary>
internal static class DiskGrowth
{
    public static async Task GrowAsync(RunningGuest guest, string name, long bytes, CancellationToken cancellationToken)
    {
        var machine = guest.Live.Definition;
        var disk = machine.Devices.Disks.Items.FirstOrDefault(disk => disk.TargetName == name || disk.FilePath == name || disk.Alias?.Name == name);
        var drives = await guest.ExecuteAsync(new QueryBlock(), null, cancellationToken);
        if (disk is null || drives.FirstOrDefault(drive => QomPaths.Names(drive.QomPath, disk.Alias?.Name))?.Inserted is not { NodeName: { } node } medium)
        {
            throw new CallerException(ErrorCodes.Domain.NoSuchDevice, ("name", machine.Name), ("device", name));
        }
        if (bytes < medium.Image.VirtualSizeBytes)
        {
            throw new CallerException(
                ErrorCodes.Domain.DiskWouldShrink, ("name", machine.Name), ("device", name), ("now", Text(medium.Image.VirtualSizeBytes)), ("asked", Text(bytes)));
        }
        await HandedOver.RefuseAsync(guest, cancellationToken);
        await guest.ExecuteAsync(new BlockResize(node, bytes), null, cancellationToken);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
