using System.Globalization;
using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.HotPlug;
using Pando.Qmp;

namespace Pando.Domains.Monitor;

/// <summary>The offset of a disk's image behind which QEMU tells of the first write: in time to make what it lies on larger.</summary>
internal static class WriteThreshold
{
    public static async Task SetAsync(RunningGuest guest, string name, long bytes, CancellationToken cancellationToken)
    {
        var machine = guest.Live.Definition;
        var place = ImagePlace.Of(name);
        var disk = machine.Devices.Disks.Items.FirstOrDefault(disk => disk.TargetName == place.Target || disk.FilePath == place.Target || disk.Alias?.Name == place.Target);
        var node = disk is null || DepthOf(guest.Live, disk, place.Number) is not { } depth ? null : ImagePlace.StorageNode(disk, depth);
        var nodes = await guest.ExecuteAsync(new QueryNamedBlockNodes(), null, cancellationToken);
        if (node is null || nodes.All(there => there.NodeName != node))
        {
            throw new CallerException(ErrorCodes.Domain.NoSuchDevice, ("name", machine.Name), ("device", name));
        }
        await guest.ExecuteAsync(new BlockSetWriteThreshold(node, bytes), null, cancellationToken);
    }

    /// <summary>What is told of an image that was written behind its offset, in libvirt's words.</summary>
    public static IReadOnlyList<(string Name, string Value)> Facts(LiveDomain running, BlockWriteThresholdEvent happened)
    {
        var live = running.Definition;
        var at = ImagePlace.OfStorageNode(happened.NodeName);
        var disk = at is null ? null : live.Devices.Disks.Items.FirstOrDefault(disk => disk.TargetName == at.Value.Target);
        var image = disk is null ? null : running.Images.Items.Where(image => image.Disk == disk.Alias?.Name).ElementAtOrDefault(at!.Value.Depth);
        var place = at is { Depth: 0 } ? new ImagePlace(at.Value.Target, 0) : image is null ? null : new ImagePlace(at!.Value.Target, image.Number);
        return
        [
            ("name", live.Name), ("device", place?.ToString() ?? happened.NodeName), ("path", image?.Path ?? (at is { Depth: 0 } ? disk?.FilePath : null) ?? ""),
            ("threshold", Text(happened.Threshold)), ("excess", Text(happened.Exceeded)),
        ];
    }

    /// <summary>How far below the guest's own image the one of that number is; null where the disk has none of it.</summary>
    private static int? DepthOf(LiveDomain live, DiskDevice disk, int number)
    {
        if (number == 0)
        {
            return 0;
        }
        var depth = live.Images.Items.Where(image => image.Disk == disk.Alias?.Name).ToList().FindIndex(image => image.Number == number);
        return depth < 0 ? null : depth;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
