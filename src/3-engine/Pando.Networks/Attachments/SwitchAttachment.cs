using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks.OpenVSwitch;

namespace Pando.Networks.Attachments;

/// <summary>A tap on a bridge of Open vSwitch. The tap goes with its descriptors; its port stands in the switch's database until it is taken out.</summary>
internal sealed class SwitchAttachment(SwitchAccess access, string run)
{
    public const string Kind = "switch";

    private const string BridgeKind = "bridge";

    private readonly SwitchPorts _ports = new(access);

    /// <summary>Whether a card is to be told to a switch.</summary>
    public static bool IsFor(InterfaceDevice card) => card is { VirtualPort.Type: VirtualPortType.OpenVSwitch, Source: BridgeSource };

    /// <summary>Makes one.</summary>
    /// <param name="source">The bridge.</param>
    /// <param name="request">Whose and which.</param>
    /// <param name="guard">Called with the tap before any frame can go through it.</param>
    /// <param name="note">Called before anything is made that stays.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<OpenedInterface> AttachAsync(
        BridgeSource source, AttachmentRequest request, Func<NetworkLink, ValueTask<AttachmentRecord?>> guard, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken)
    {
        var datapath = await RequireAsync(source, request, cancellationToken);
        using var links = NetworkLinks.Open();
        var bridge = links.Find(source.Bridge);
        var card = request.Interface;
        // The switch itself, other than the kernel, takes packets as they are: none without its checksum, none larger than the card's.
        var (name, queues) = TapQueues.Make(links, request, leavesWorkToHost: datapath != SwitchBridge.OwnDatapath);
        AttachmentRecord? record = null;
        try
        {
            var tap = links.Find(name)!;
            await guard(tap);
            links.Change(tap, new NetworkLinkChange { Mac = TapQueues.HostMac(card.Mac), Mtu = card.Mtu ?? bridge?.Mtu });
            record = Record(name, request);
            await note(record);
            await _ports.PlugAsync(Plug(source, request, name), cancellationToken);
            links.Change(tap, new NetworkLinkChange { Up = true });
            return TapQueues.Opened(request, name, queues, record);
        }
        catch
        {
            queues.ToList().ForEach(queue => queue.Dispose());
            if (record is not null)
            {
                await ReleaseAsync(record, CancellationToken.None);
            }
            throw;
        }
    }

    /// <summary>Puts a tap that is there on a bridge, in its VLANs; one that is on a bridge of the kernel leaves that.</summary>
    public async Task MoveAsync(BridgeSource source, AttachmentRequest request, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken)
    {
        await RequireAsync(source, request, cancellationToken);
        using var links = NetworkLinks.Open();
        var card = request.Interface;
        var tap = BridgeAttachment.Tap(links, request);
        await note(Record(tap.Name, request));
        var left = KernelBridge(links, tap);
        if (left is not null)
        {
            links.Change(tap, new NetworkLinkChange { Master = 0 });
            if ((card.Mtu ?? links.Find(source.Bridge)?.Mtu) is { } mtu)
            {
                links.Change(tap, new NetworkLinkChange { Mtu = mtu });
            }
        }
        try
        {
            await _ports.PlugAsync(Plug(source, request, tap.Name), cancellationToken);
        }
        catch when (left is not null)
        {
            links.Change(tap, new NetworkLinkChange { Mtu = tap.Mtu });
            links.Change(tap, new NetworkLinkChange { Master = left.Index });
            throw;
        }
        links.Change(tap, new NetworkLinkChange { Up = true });
    }

    /// <summary>Has a port be as fast as its card says.</summary>
    public async Task SetSpeedAsync(BridgeSource source, AttachmentRequest request, CancellationToken cancellationToken)
    {
        await RequireAsync(source, request, cancellationToken);
        await _ports.PlugAsync(Plug(source, request, request.Interface.TargetDevice!), cancellationToken);
    }

    /// <summary>Takes a tap out that is to go to a bridge of the kernel; where it is in no switch nothing happens.</summary>
    public async Task LeaveAsync(AttachmentRequest request, CancellationToken cancellationToken)
    {
        NetworkLink? tap;
        using (var links = NetworkLinks.Open())
        {
            tap = request.Interface.TargetDevice is { } name ? links.Find(name) : null;
            if (tap is null || KernelBridge(links, tap) is not null)
            {
                return;
            }
        }
        await IfThereAsync(() => _ports.UnplugAsync(tap.Name, Mac(request), wait: true, cancellationToken), ErrorCodes.Network.SwitchUnreachable);
    }

    /// <summary>Takes its port out.</summary>
    public Task ReleaseAsync(AttachmentRecord record, CancellationToken cancellationToken) =>
        IfThereAsync(() => _ports.UnplugAsync(record.Device, record.Mac, wait: false, cancellationToken), ErrorCodes.Network.SwitchUnreachable, ErrorCodes.Network.SwitchSilent);

    /// <summary>Takes out what daemons that are gone have left: ports whose taps are gone.</summary>
    public Task<IReadOnlyList<string>> TidyAsync(CancellationToken cancellationToken) => _ports.TidyAsync(run, static name =>
    {
        using var links = NetworkLinks.Open();
        return links.Find(name) is not null;
    }, cancellationToken);

    // With a switch that does not run nothing is connected, and one that hangs keeps no machine from ending. What it still has written down
    // goes when the next daemon tidies up.
    private async Task IfThereAsync(Func<Task> work, params ErrorCode[] harmless)
    {
        if (!access.IsThere)
        {
            return;
        }
        try
        {
            await work();
        }
        catch (PandoException e) when (harmless.Contains(e.Code))
        {
        }
    }

    private async Task<string> RequireAsync(BridgeSource source, AttachmentRequest request, CancellationToken cancellationToken)
    {
        var datapath = await _ports.DatapathAsync(source.Bridge, cancellationToken)
        ?? throw new CallerException(ErrorCodes.Network.SwitchBridgeMissing, ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("bridge", source.Bridge));
        // It takes packets before the kernel could throw any away: the limit would be accepted, and nothing limited.
        return datapath == SwitchBridge.OwnDatapath && request.Interface.Bandwidth?.Outbound is not null
            ? throw AttachmentRules.Refused("bandwidth outbound", "switch-speed", request)
            : datapath;
    }

    private SwitchPlug Plug(BridgeSource source, AttachmentRequest request, string tap)
    {
        var card = request.Interface;
        return new SwitchPlug(source.Bridge, tap, card.Mac ?? throw new ArgumentException("The card has no address.", nameof(request)), run)
        {
            MachineId = request.MachineId?.Value,
            InterfaceId = card.VirtualPort?.InterfaceId,
            Profile = card.VirtualPort?.ProfileId,
            Vlan = card.Vlan,
            IsIsolated = card.IsolatedPort == true,
            Mtu = card.Mtu,
            Bandwidth = card.Bandwidth,
        };
    }

    private static AttachmentRecord Record(string tap, AttachmentRequest request) => new(Kind, tap, Mac(request)) { Alias = request.Interface.Alias?.Name };

    private static string Mac(AttachmentRequest request) => request.Interface.Mac?.ToString() ?? throw new ArgumentException("The card has no address.", nameof(request));

    private static NetworkLink? KernelBridge(NetworkLinks links, NetworkLink tap) =>
        tap.Master is > 0 and var master && links.All().FirstOrDefault(link => link.Index == master) is { Kind: BridgeKind } bridge ? bridge : null;
}
