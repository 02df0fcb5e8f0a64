using Pando.Model.Domains;
using Pando.Qmp;

namespace Pando.Domains.Monitor;

/// <summary>A request of the guest's that the host could not carry out, as it is told.</summary>
internal static class DiskErrorFacts
{
    /// <summary>Which disk, what was asked of it, and what became of the guest: QEMU's words.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(DomainDefinition live, BlockIoErrorEvent happened)
    {
        // Nodes are named after the disk's target; the drive's name is the word of QEMU's older ways.
        var disk = live.Devices.Disks.Items.FirstOrDefault(disk => (happened.NodeName ?? happened.Device).StartsWith($"{disk.TargetName}-", StringComparison.Ordinal));
        return
        [
            ("name", live.Name), ("device", disk?.TargetName ?? happened.NodeName ?? happened.Device), ("alias", disk?.Alias?.Name ?? happened.Device),
            ("path", disk?.FilePath ?? ""), ("operation", happened.Operation), ("action", happened.Action),
            ("full", happened.NoSpace ? "true" : "false"), ("reason", happened.Reason),
        ];
    }
}
