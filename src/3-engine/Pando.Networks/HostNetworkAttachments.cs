using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks.Attachments;
using Pando.Networks.Filters;

namespace Pando.Networks;

/// <summary>What connects machines on a Linux host: taps, taps on bridges, macvtaps on cards; for virtual networks, what those stand on.</summary>
/// <param name="networks">The virtual networks.</param>
/// <param name="filters">The network filters.</param>
public sealed class HostNetworkAttachments(INetworks networks, NetworkFilterRegistry filters) : INetworkAttachments
{
    private readonly CardGuard _guard = new(filters);

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
            return await PlaceAsync(NetworkPlaces.Resolve(network, request, networks), network.Network, note, cancellationToken) is { } opened
                ? opened with { Interface = opened.Interface with { Source = network, Mtu = request.Interface.Mtu, IsolatedPort = request.Interface.IsolatedPort } }
                : null;
        }
        return await PlaceAsync(request, null, note, cancellationToken);
    }

    private async ValueTask<OpenedInterface?> PlaceAsync(
        AttachmentRequest request, string? network, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken)
    {
        AttachmentRules.Check(request);
        try
        {
            // The kernel answers while it is asked: nothing here waits but for the rules of filters.
            return request.Interface.Source switch
            {
                BridgeSource bridge => await BridgeAttachment.AttachAsync(bridge, request, tap => _guard.BeginAsync(request, tap, network, note, cancellationToken)),
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
    public async ValueTask MoveAsync(AttachmentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AttachmentRules.Check(request);
        var network = request.Interface.Source as VirtualNetworkSource;
        var placed = network is null ? request : NetworkPlaces.Resolve(network, request, networks);
        var bridge = placed.Interface.Source as BridgeSource ?? throw AttachmentRules.Refused("source network", "not-on-a-bridge", request);
        try
        {
            await _guard.ChangeAsync(placed, network?.Network, () => BridgeAttachment.Move(bridge, placed), cancellationToken);
        }
        catch (SyscallException e)
        {
            throw Refused(request, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(AttachmentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Kind == CardGuard.Kind)
        {
            await filters.LetGoAsync(record.DeviceIndex ?? 0, cancellationToken);
            return;
        }
        try
        {
            if (record.Kind == DirectAttachment.Kind)
            {
                DirectAttachment.Release(record);
            }
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
