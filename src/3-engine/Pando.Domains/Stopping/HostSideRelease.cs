using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains.Stopping;

/// <summary>Takes down what was made on the host for a machine, and gives its devices back. What is gone already is no error.</summary>
internal sealed class HostSideRelease(DomainServices services)
{
    /// <summary>Releases all of it, what was taken last first: of two devices behind one node, the first knows whose it was.</summary>
    public async Task ReleaseAsync(TakenHostSide side, CancellationToken cancellationToken)
    {
        foreach (var file in side.Files ?? [])
        {
            File.Delete(file);
        }
        foreach (var overlay in side.Overlays ?? [])
        {
            await services.Volumes.DiscardOverlayAsync(overlay, cancellationToken);
        }
        foreach (var attachment in (side.Attachments ?? []).Reverse())
        {
            await services.Networks.ReleaseAsync(attachment, cancellationToken);
        }
        foreach (var device in (side.Devices ?? []).Reverse())
        {
            await services.HostDevices.ReleaseAsync(device, cancellationToken);
        }
    }

    /// <summary>Releases what is for one device of a machine that goes on.</summary>
    /// <returns>What the machine still has of the host.</returns>
    public async Task<TakenHostSide> ReleaseAsync(TakenHostSide side, string alias, CancellationToken cancellationToken)
    {
        var left = side.Without([alias]);
        var gone = side.Of([alias]);
        foreach (var device in gone.Devices ?? [])
        {
            if (device.Node is not null && (left.Devices ?? []).FirstOrDefault(other => other.Node == device.Node) is { } other)
            {
                // Another one needs the node still; the one that was first knows whose it was before both.
                var first = (side.Devices ?? []).First(taken => taken.Node == device.Node);
                left = left with { Devices = [.. left.Devices!.Select(taken => taken == other ? taken with { Uid = first.Uid, Gid = first.Gid } : taken)] };
                gone = gone with { Devices = [.. gone.Devices!.Select(taken => taken == device ? taken with { Node = null } : taken)] };
            }
        }
        await ReleaseAsync(gone, cancellationToken);
        return left;
    }
}
