using System.Threading.Channels;
using Pando.Linux.Networking;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.TestNamespaces;

namespace Pando.Domains.Tests.Machines;

/// <summary>Connects every bridged interface with a tap in a network of its own, and remembers what was noted and released.</summary>
internal sealed class PretendedHostSide : INetworkAttachments, IHostDevices
{
    private readonly Channel<UsbMove> _moves = Channel.CreateUnbounded<UsbMove>();
    private volatile string? _usb;

    /// <summary>The first of two ports of the host that lead to a guest on the network <c>carried</c>.</summary>
    public int CarriedPort { get; init; }

    public List<string> Noted { get; } = [];

    public List<string> Released { get; } = [];

    /// <summary>Whom the node of PCI devices was given back to.</summary>
    public uint? NodeOwner { get; private set; }

    public async ValueTask<OpenedInterface?> AttachAsync(
        AttachmentRequest request, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default)
    {
        if (request.Interface.Source is VirtualNetworkSource { Network: "functions" } pool)
        {
            var function = new AttachmentRecord("pretended", "function", request.Interface.Mac.ToString()!);
            await note(function);
            Noted.Add(function.Device);
            return new OpenedInterface(request.Interface with { Source = new HostCardSource(new PciAddress(1, 16), Managed: true) { Network = pool } }, [], [], function);
        }
        if (request.Interface.Source is VirtualNetworkSource { Network: "carried" } carried)
        {
            return new OpenedInterface(request.Interface with
            {
                Source = new UserNetworkSource { Network = carried, Gateway = "10.0.9.2" },
                GuestAddresses = [new InterfaceAddress("10.0.9.20", IpFamily.IPv4, 24)],
                PortForwards = [new PortForward(PortProtocol.Tcp, "127.0.0.1", null, [new PortRange(CarriedPort, CarriedPort + 1, 22)])],
            }, [], [], null);
        }
        if (request.Interface.Source is not BridgeSource)
        {
            return null;
        }
        var record = new AttachmentRecord("pretended", $"tap-of-{request.Interface.Alias}", request.Interface.Mac.ToString()!);
        await note(record);
        Noted.Add(record.Device);
        var queues = OwnNetwork.Run(() => TapDevice.Open("vnet%d", 1).Queues);
        return new OpenedInterface(request.Interface with { TargetDevice = "vnet7" }, queues, [], record);
    }

    /// <summary>The bridges that taps were moved to; one of the name <c>none</c> is not there.</summary>
    public List<string> Moved { get; } = [];

    public ValueTask MoveAsync(AttachmentRequest request, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default)
    {
        var bridge = ((BridgeSource)request.Interface.Source).Bridge;
        if (bridge == "none")
        {
            throw new CallerException(ErrorCodes.Network.BridgeMissing, ("name", request.Machine), ("device", request.Interface.Alias!.Value.Name), ("bridge", bridge));
        }
        Moved.Add($"{request.Interface.TargetDevice} to {bridge}");
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<AttachmentRecord>> SetSpeedAsync(
        AttachmentRequest request, IReadOnlyList<AttachmentRecord> known, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(known);

    public ValueTask<IReadOnlyList<string>> TidyAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<IReadOnlyList<string>>([]);

    public ValueTask ReleaseAsync(AttachmentRecord record, CancellationToken cancellationToken = default)
    {
        Released.Add(record.Device);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<TakenHostDevice?> TakeAsync(
        HostDeviceRequest request, Func<HostDeviceRecord, ValueTask> note, CancellationToken cancellationToken = default)
    {
        if (request.Device is InterfaceDevice { Source: HostCardSource given })
        {
            var card = new HostDeviceRecord("pretended", $"card {given.Address}", null, true, null, 0, 0);
            await note(card);
            Noted.Add(card.Device);
            return new TakenHostDevice(request.Device, IsAbsent: false) { Record = card };
        }
        if (request.Device is HostPciDevice pci)
        {
            // The second of a group finds the node with the owner that the first gave it.
            var taken = new HostDeviceRecord("pretended", $"pci-of-{pci.Alias}", null, true, "/dev/vfio/7", (uint)Noted.Count, 0);
            await note(taken);
            Noted.Add(taken.Device);
            return new TakenHostDevice(pci, IsAbsent: false) { Record = taken, Held = new HeldFile("/dev/vfio/7", 5, 7, FileUse.Write) };
        }
        if (request.Device is HostUsbDevice usb && NodesOf(usb) is [var node])
        {
            var number = ulong.Parse(Path.GetFileName(node), System.Globalization.CultureInfo.InvariantCulture);
            return new TakenHostDevice(usb, IsAbsent: false) { Handle = File.OpenHandle("/dev/null"), Held = new HeldFile(node, 9, number, FileUse.Write) };
        }
        if (request.Device is not HostUsbDevice)
        {
            return null;
        }
        var record = new HostDeviceRecord("pretended", $"usb-of-{request.Device.Alias}", null, false, null, 0, 0);
        await note(record);
        Noted.Add(record.Device);
        return new TakenHostDevice(request.Device, IsAbsent: true) { Record = record };
    }

    /// <summary>Plugs the one USB device in, or pulls it out.</summary>
    public void Plug(string? node)
    {
        _usb = node;
        _moves.Writer.TryWrite(new UsbMove(node is not null, "1-1"));
    }

    public IReadOnlyList<string> NodesOf(HostUsbDevice device) => _usb is { } node && device.SerialNumber == "A" ? [node] : [];

    public IAsyncEnumerable<UsbMove> WatchUsbAsync(CancellationToken cancellationToken = default) => _moves.Reader.ReadAllAsync(cancellationToken);

    public ValueTask ReleaseAsync(HostDeviceRecord record, CancellationToken cancellationToken = default)
    {
        Released.Add(record.Device);
        if (record.Node is not null)
        {
            NodeOwner = record.Uid;
        }
        return ValueTask.CompletedTask;
    }
}
