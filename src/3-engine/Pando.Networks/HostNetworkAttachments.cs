using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks.Attachments;

namespace Pando.Networks;

/// <summary>What connects machines on a Linux host: taps, taps on bridges, macvtaps on cards; for virtual networks, what those stand on.</summary>
/// <param name="networks">The virtual networks.</param>
public sealed class HostNetworkAttachments(INetworks networks) : INetworkAttachments
{
    /// <inheritdoc/>
    public async ValueTask<OpenedInterface?> AttachAsync(
        AttachmentRequest request, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(note);
        AttachmentRules.Check(request);
        if (request.Interface.Source is VirtualNetworkSource network)
        {
            // The machine's definition goes on naming the network: where that is may be another place the next time.
            return await AttachAsync(NetworkPlaces.Resolve(network, request, networks), note, cancellationToken) is { } opened
                ? opened with { Interface = opened.Interface with { Source = network, Mtu = request.Interface.Mtu, IsolatedPort = request.Interface.IsolatedPort } }
                : null;
        }
        try
        {
            // The kernel answers while it is asked: nothing here waits.
            return request.Interface.Source switch
            {
                BridgeSource bridge => BridgeAttachment.Attach(bridge, request),
                EthernetSource ethernet => EthernetAttachment.Attach(ethernet, request),
                DirectSource direct => await DirectAttachment.AttachAsync(direct, request, note),
                _ => null,
            };
        }
        catch (Exception e) when (e is SyscallException or IOException or UnauthorizedAccessException)
        {
            throw Refused(request, e);
        }
    }

    /// <inheritdoc/>
    public ValueTask MoveAsync(AttachmentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AttachmentRules.Check(request);
        var placed = request.Interface.Source is VirtualNetworkSource network ? NetworkPlaces.Resolve(network, request, networks) : request;
        try
        {
            BridgeAttachment.Move(placed.Interface.Source as BridgeSource ?? throw AttachmentRules.Refused("source network", "not-on-a-bridge", request), placed);
            return ValueTask.CompletedTask;
        }
        catch (SyscallException e)
        {
            throw Refused(request, e);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(AttachmentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        try
        {
            if (record.Kind == DirectAttachment.Kind)
            {
                DirectAttachment.Release(record);
            }
            return ValueTask.CompletedTask;
        }
        catch (SyscallException e)
        {
            throw new MachineryException(
                ErrorCodes.Network.Refused, e, ("name", "—"), ("device", record.Device), ("what", e.Call), ("reason", e.Message));
        }
    }

    private static MachineryException Refused(AttachmentRequest request, Exception e) => new(
        ErrorCodes.Network.Refused, e,
        ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("what", (e as SyscallException)?.Call ?? "open"), ("reason", e.Message));
}
