using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>How a virtio card's packets are moved; what is null is left to QEMU.</summary>
public sealed record InterfaceDriver
{
    /// <summary>Who moves them.</summary>
    public InterfaceDriverName? Name { get; init; }

    /// <summary>When sent packets are handled; without effect in any QEMU of today.</summary>
    public TransmitMode? TransmitMode { get; init; }

    /// <summary>Whether notifications of the guest are taken off the vCPU's thread.</summary>
    public bool? IoEventFd { get; init; }

    /// <summary>Whether each side tells the other when it wants to be notified.</summary>
    public bool? EventIndex { get; init; }

    /// <summary>The number of pairs of queues; null is one.</summary>
    public int? Queues { get; init; }

    /// <summary>Packets in each receiving queue, a power of two.</summary>
    public int? ReceiveQueueSize { get; init; }

    /// <summary>Packets in each sending queue, a power of two.</summary>
    public int? TransmitQueueSize { get; init; }

    /// <summary>Whether the device spreads packets over the queues by their hash.</summary>
    public bool? ReceiveSideScaling { get; init; }

    /// <summary>Whether the guest is told the hash.</summary>
    public bool? HashReport { get; init; }

    /// <summary>What the guest may leave to the host when it sends.</summary>
    public HostOffloads Host { get; init; } = new();

    /// <summary>What the guest does itself when it receives.</summary>
    public GuestOffloads Guest { get; init; } = new();

    /// <summary>What every virtio device can be told.</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;
}

/// <summary>Who moves a virtio card's packets.</summary>
public enum InterfaceDriverName
{
    /// <summary>QEMU.</summary>
    Qemu,

    /// <summary>The host's kernel (vhost-net).</summary>
    Vhost,
}

/// <summary>When sent packets are handled.</summary>
public enum TransmitMode
{
    /// <summary>At once, in the thread of QEMU's input and output.</summary>
    [XmlEnum("iothread")]
    IoThread,

    /// <summary>Gathered until a timer runs out.</summary>
    Timer,
}

/// <summary>What the guest may leave to the host when it sends.</summary>
public sealed record HostOffloads
{
    /// <summary>Checksums.</summary>
    public bool? Checksum { get; init; }

    /// <summary>Segmentation of any kind.</summary>
    public bool? Segmentation { get; init; }

    /// <summary>Segmentation of TCP over IPv4.</summary>
    public bool? Tso4 { get; init; }

    /// <summary>Segmentation of TCP over IPv6.</summary>
    public bool? Tso6 { get; init; }

    /// <summary>TCP with explicit congestion notification.</summary>
    public bool? Ecn { get; init; }

    /// <summary>Fragmentation of UDP.</summary>
    public bool? Ufo { get; init; }

    /// <summary>Receive buffers that are put together of several.</summary>
    public bool? MergeableBuffers { get; init; }
}

/// <summary>What the guest does itself when it receives.</summary>
public sealed record GuestOffloads
{
    /// <summary>Checksums.</summary>
    public bool? Checksum { get; init; }

    /// <summary>Large packets of TCP over IPv4.</summary>
    public bool? Tso4 { get; init; }

    /// <summary>Large packets of TCP over IPv6.</summary>
    public bool? Tso6 { get; init; }

    /// <summary>TCP with explicit congestion notification.</summary>
    public bool? Ecn { get; init; }

    /// <summary>Large packets of UDP.</summary>
    public bool? Ufo { get; init; }
}
