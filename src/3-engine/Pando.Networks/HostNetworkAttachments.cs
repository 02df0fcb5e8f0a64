using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Networks.Attachments;
using Pando.Networks.Filters;
using Pando.Networks.Functions;
using Pando.Networks.Shaping;

namespace Pando.Networks;

/// <summary>What connects machines on a Linux host: taps, taps on bridges, macvtaps on cards; for virtual networks, what those stand on.</summary>
/// <param name="networks">The virtual networks.</param>
/// <param name="filters">The network filters.</param>
/// <param name="services">The host's Open vSwitch, and the run directory that what is made in it is known again by.</param>
public sealed class HostNetworkAttachments(INetworks networks, NetworkFilterRegistry filters, NetworkServices services) : INetworkAttachments
{
    private readonly CardGuard _guard = new(filters);
    private readonly SwitchAttachment _switch = new(services.Switch, services.Paths.Run);

    internal UserAttachment Carried { private get; init; } = new("/usr/bin/passt");

    internal FunctionAttachment Functions { private get; init; } = new(services.Paths, new HostFunctions(services.Sys), new KernelFunctionSettings());

    /// <inheritdoc/>
    public async ValueTask<OpenedInterface?> AttachAsync(
        AttachmentRequest request, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(note);
        AttachmentRules.Check(request);
        var (placed, opened) = await CardChoice.AloneAsync(ChoosesCard(request), async () =>
        {
            var chosen = Placed(request);
            return (chosen, await OpenAsync(chosen, note, cancellationToken));
        }, cancellationToken);
        var speed = new List<AttachmentRecord>();
        try
        {
            if (opened is null)
            {
                return null;
            }
            // A switch has been told with the port.
            if (placed.Request.Interface.Bandwidth is not null && !SwitchAttachment.IsFor(placed.Request.Interface))
            {
                await SetSpeedAsync(placed, opened.Interface.TargetDevice, Noted, cancellationToken);
            }
            // The machine's definition goes on naming the network: where that is may be another place the next time.
            var kept = request.Interface with { TargetDevice = opened.Interface.TargetDevice };
            return opened with { Interface = placed.GetsFunction || placed.IsCarried ? Given(kept, opened.Interface) : kept, Speed = speed };
        }
        catch (Exception e) when (opened is not null)
        {
            opened.Dispose();
            foreach (var record in speed.Append(opened.Record).OfType<AttachmentRecord>())
            {
                await ReleaseAsync(record, CancellationToken.None);
            }
            if (e is SyscallException)
            {
                throw Refused(request, e);
            }
            throw;
        }

        async ValueTask Noted(AttachmentRecord record)
        {
            await note(record);
            speed.Add(record);
        }
    }

    /// <inheritdoc/>
    public async ValueTask MoveAsync(AttachmentRequest request, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(note);
        AttachmentRules.Check(request);
        var placed = Placed(request);
        var bridge = placed.Request.Interface.Source as BridgeSource ?? throw AttachmentRules.Refused("source network", "not-on-a-bridge", request);
        try
        {
            await _guard.ChangeAsync(placed.Request, placed.Network?.Name, MoveAsync, cancellationToken);
        }
        catch (SyscallException e)
        {
            throw Refused(request, e);
        }

        async Task MoveAsync()
        {
            if (SwitchAttachment.IsFor(placed.Request.Interface))
            {
                InterfaceSpeed.GiveUp(placed.Request);
                await _switch.MoveAsync(bridge, placed.Request, note, cancellationToken);
                return;
            }
            await _switch.LeaveAsync(placed.Request, cancellationToken);
            BridgeAttachment.Move(bridge, placed.Request);
            if (placed.Request.Interface.Bandwidth is not null)
            {
                // One that was in a switch had its speed from that.
                await SetSpeedAsync(placed, request.Interface.TargetDevice, note, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> TidyAsync(CancellationToken cancellationToken = default) =>
        services.Switch.IsThere ? await _switch.TidyAsync(cancellationToken) : [];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AttachmentRecord>> SetSpeedAsync(
        AttachmentRequest request, IReadOnlyList<AttachmentRecord> known, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(note);
        AttachmentRules.Check(request);
        try
        {
            var placed = Placed(request);
            var kept = await SetSpeedAsync(placed, request.Interface.TargetDevice, note, cancellationToken);
            foreach (var old in known.Where(IsOfSpeed).Where(old => !kept.Any(made => (made.Kind, made.Device, made.Mac) == (old.Kind, old.Device, old.Mac))))
            {
                await ReleaseAsync(old, cancellationToken);
            }
            return [.. known.Where(static record => !IsOfSpeed(record)), .. kept];
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
        try
        {
            switch (record.Kind)
            {
                case DirectAttachment.Kind:
                    DirectAttachment.Release(record);
                    break;
                case FunctionAttachment.Kind:
                    Functions.Release(record);
                    break;
                case SwitchAttachment.Kind:
                    await _switch.ReleaseAsync(record, cancellationToken);
                    break;
                case CardGuard.Kind:
                    await filters.LetGoAsync(record.DeviceIndex ?? 0, cancellationToken);
                    break;
                case InterfaceSpeed.Kind:
                    InterfaceSpeed.Release(record);
                    break;
                case GuaranteedSpeed.Kind:
                    GuaranteedSpeed.Release(record);
                    break;
            }
        }
        catch (SyscallException e)
        {
            throw new MachineryException(
                ErrorCodes.Network.Refused, e, ("name", "—"), ("device", record.Device), ("what", e.Call), ("reason", e.Message));
        }
    }

    private static bool IsOfSpeed(AttachmentRecord record) => record.Kind is InterfaceSpeed.Kind or GuaranteedSpeed.Kind;

    private async ValueTask<IReadOnlyList<AttachmentRecord>> SetSpeedAsync(
        PlacedInterface placed, string? device, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = placed.Request with { Interface = placed.Request.Interface with { TargetDevice = device } };
        if (SwitchAttachment.IsFor(request.Interface) && request.Interface.Source is BridgeSource bridge)
        {
            // It has qdiscs of its own on its ports, and takes away what others put there.
            await _switch.SetSpeedAsync(bridge, request, cancellationToken);
            return [];
        }
        // What may be refused comes first.
        var floor = await GuaranteedSpeed.SetAsync(request, placed.Network, note);
        var speed = await InterfaceSpeed.SetAsync(request, note);
        return [.. new[] { floor, speed }.OfType<AttachmentRecord>()];
    }

    private bool ChoosesCard(AttachmentRequest request) =>
        AskedFor(request.Interface.Source) is VirtualNetworkSource network
        && networks.Find(network.Network)?.Live is { Definition: { MakesBridge: false, Forward: { Devices.IsEmpty: false, Mode: not ForwardMode.HostDevice } } };

    private PlacedInterface Placed(AttachmentRequest request)
    {
        // What was given to it once is asked for anew.
        if (AskedFor(request.Interface.Source) is not VirtualNetworkSource network)
        {
            return new PlacedInterface(request, null);
        }
        var placed = NetworkPlaces.Resolve(network, request, networks);
        AttachmentRules.Check(placed.Request);
        return placed;
    }

    // What has no place of its own on the host is what its network has made of it.
    private static InterfaceDevice Given(InterfaceDevice asked, InterfaceDevice given) => asked with
    {
        Source = given.Source,
        Backend = given.Backend,
        GuestAddresses = given.GuestAddresses,
        PortForwards = given.PortForwards,
        IsolatedPort = given.IsolatedPort,
        CoalescedReceiveFrames = given.CoalescedReceiveFrames,
    };

    private static InterfaceSource AskedFor(InterfaceSource source) => source switch
    {
        HostCardSource { Network: { } network } => network,
        UserNetworkSource { Network: { } network } => network,
        _ => source,
    };

    private async ValueTask<OpenedInterface?> OpenAsync(PlacedInterface placed, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken)
    {
        var request = placed.Request;
        try
        {
            // The kernel answers while it is asked: nothing here waits but for the rules of filters.
            return request.Interface.Source switch
            {
                VirtualNetworkSource network when placed.IsCarried => Carried.Attach(network, placed.Network!, request),
                VirtualNetworkSource network when placed.GetsFunction => await Functions.AttachAsync(network, placed.Network!, request, note),
                HostCardSource card => await Functions.AttachAsync(card, request, note),
                BridgeSource bridge when SwitchAttachment.IsFor(request.Interface) => await _switch.AttachAsync(
                    bridge, request, tap => _guard.BeginAsync(request, tap, placed.Network?.Name, note, cancellationToken), note, cancellationToken),
                BridgeSource bridge => await BridgeAttachment.AttachAsync(bridge, request, tap => _guard.BeginAsync(request, tap, placed.Network?.Name, note, cancellationToken)),
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

    private static MachineryException Refused(AttachmentRequest request, Exception e) => new(
        ErrorCodes.Network.Refused, e,
        ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("what", (e as SyscallException)?.Call ?? "open"), ("reason", e.Message));
}
