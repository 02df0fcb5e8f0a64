using System.Globalization;
using Pando.Domains.Guests;
using Pando.Model.Domains;
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
        var node = disk is null ? null : place.StorageNode(disk);
        var nodes = await guest.ExecuteAsync(new QueryNamedBlockNodes(), null, cancellationToken);
        if (node is null || nodes.All(there => there.NodeName != node))
        {
            throw new CallerException(ErrorCodes.Domain.NoSuchDevice, ("name", machine.Name), ("device", name));
        }
        await guest.ExecuteAsync(new BlockSetWriteThreshold(node, bytes), null, cancellationToken);
    }

    /// <summary>What is told of an image that was written behind its offset, in libvirt's words.</summary>
    public static IReadOnlyList<(string Name, string Value)> Facts(DomainDefinition live, BlockWriteThresholdEvent happened)
    {
        var place = ImagePlace.OfStorageNode(happened.NodeName);
        var disk = place is null ? null : live.Devices.Disks.Items.FirstOrDefault(disk => disk.TargetName == place.Target);
        return
        [
            ("name", live.Name), ("device", place?.ToString() ?? happened.NodeName), ("path", (place is { Depth: 0 } ? disk?.FilePath : null) ?? ""),
            ("threshold", Text(happened.Threshold)), ("excess", Text(happened.Exceeded)),
        ];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
