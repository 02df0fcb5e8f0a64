using System.Numerics;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>driver</c> element of an interface.</summary>
internal static class InterfaceDriverXml
{
    private const int MostQueues = 256;
    private const int LargestQueue = 32768;

    public static InterfaceDriver Read(ElementReader? driver) => driver is null ? new() : new InterfaceDriver
    {
        Name = driver.Word<InterfaceDriverName>("name"),
        TransmitMode = driver.Word<TransmitMode>("txmode"),
        IoEventFd = driver.OnOff("ioeventfd"),
        EventIndex = driver.OnOff("event_idx"),
        Queues = driver.Number("queues", 1, MostQueues),
        ReceiveQueueSize = QueueSize(driver, "rx_queue_size"),
        TransmitQueueSize = QueueSize(driver, "tx_queue_size"),
        ReceiveSideScaling = driver.OnOff("rss"),
        HashReport = driver.OnOff("rss_hash_report"),
        Host = Host(driver.Child("host")),
        Guest = Guest(driver.Child("guest")),
        Virtio = VirtioOptionsXml.Read(driver),
    };

    public static XElement? Write(InterfaceDriver driver) => UnlessEmpty("driver",
    [
        Word("name", driver.Name), Word("txmode", driver.TransmitMode), OnOff("ioeventfd", driver.IoEventFd), OnOff("event_idx", driver.EventIndex),
        Attribute("queues", driver.Queues), Attribute("rx_queue_size", driver.ReceiveQueueSize), Attribute("tx_queue_size", driver.TransmitQueueSize),
        OnOff("rss", driver.ReceiveSideScaling), OnOff("rss_hash_report", driver.HashReport),
        .. VirtioOptionsXml.Write(driver.Virtio),
        UnlessEmpty("host",
            OnOff("csum", driver.Host.Checksum), OnOff("gso", driver.Host.Segmentation), OnOff("tso4", driver.Host.Tso4), OnOff("tso6", driver.Host.Tso6),
            OnOff("ecn", driver.Host.Ecn), OnOff("ufo", driver.Host.Ufo), OnOff("mrg_rxbuf", driver.Host.MergeableBuffers)),
        UnlessEmpty("guest",
            OnOff("csum", driver.Guest.Checksum), OnOff("tso4", driver.Guest.Tso4), OnOff("tso6", driver.Guest.Tso6),
            OnOff("ecn", driver.Guest.Ecn), OnOff("ufo", driver.Guest.Ufo)),
    ]);

    private static int? QueueSize(ElementReader driver, string attribute)
    {
        var size = driver.Number(attribute, 1, LargestQueue);
        return size is null || BitOperations.IsPow2(size.Value) ? size : throw driver.BadValue(attribute, driver.Attribute(attribute)!, "2ⁿ");
    }

    private static HostOffloads Host(ElementReader? host) => host is null ? new() : new HostOffloads
    {
        Checksum = host.OnOff("csum"),
        Segmentation = host.OnOff("gso"),
        Tso4 = host.OnOff("tso4"),
        Tso6 = host.OnOff("tso6"),
        Ecn = host.OnOff("ecn"),
        Ufo = host.OnOff("ufo"),
        MergeableBuffers = host.OnOff("mrg_rxbuf"),
    };

    private static GuestOffloads Guest(ElementReader? guest) => guest is null ? new() : new GuestOffloads
    {
        Checksum = guest.OnOff("csum"),
        Tso4 = guest.OnOff("tso4"),
        Tso6 = guest.OnOff("tso6"),
        Ecn = guest.OnOff("ecn"),
        Ufo = guest.OnOff("ufo"),
    };
}
