using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>driver</c> element of a disk.</summary>
internal static class DiskDriverXml
{
    public static DiskDriver Read(ElementReader driver)
    {
        driver.Only("name", "qemu");
        var read = driver.Word<DiskErrorPolicy>("rerror_policy");
        if (read == DiskErrorPolicy.NoSpace)
        {
            throw driver.BadValue("rerror_policy", "enospace", "stop | report | ignore");
        }
        return new DiskDriver
        {
            // "aio" is what raw was called in Xen's days.
            Format = driver.Attribute("type") == "aio" ? DiskFormat.Raw : driver.Word<DiskFormat>("type"),
            // "default" is what its absence means, and what libvirt makes of it.
            Cache = driver.Attribute("cache") == "default" ? null : driver.Word<DiskCache>("cache"),
            ErrorPolicy = driver.Word<DiskErrorPolicy>("error_policy"),
            ReadErrorPolicy = read,
            Io = driver.Word<DiskIo>("io"),
            Discard = driver.Word<DiskDiscard>("discard"),
            DetectZeroes = driver.Word<DetectZeroes>("detect_zeroes"),
            Queues = driver.Number("queues", 1, 1024),
            QueueSize = QueueSize(driver),
            IoThread = driver.Number("iothread", 1),
            IoEventFd = driver.OnOff("ioeventfd"),
            EventIndex = driver.OnOff("event_idx"),
            CopyOnRead = driver.OnOff("copy_on_read"),
            DiscardKeepsPlace = driver.OnOff("discard_no_unref"),
            MetadataCacheBytes = MetadataCacheXml.Read(driver),
            Virtio = VirtioOptionsXml.Read(driver),
        };
    }

    public static XElement? Write(DiskDriver driver) => driver == new DiskDriver() ? null : new XElement("driver",
        Attribute("name", "qemu"),
        Word("type", driver.Format),
        Word("cache", driver.Cache),
        Word("error_policy", driver.ErrorPolicy),
        Word("rerror_policy", driver.ReadErrorPolicy),
        Word("io", driver.Io),
        OnOff("ioeventfd", driver.IoEventFd),
        OnOff("event_idx", driver.EventIndex),
        OnOff("copy_on_read", driver.CopyOnRead),
        Word("discard", driver.Discard),
        Attribute("iothread", driver.IoThread),
        Word("detect_zeroes", driver.DetectZeroes),
        Attribute("queues", driver.Queues),
        Attribute("queue_size", driver.QueueSize),
        OnOff("discard_no_unref", driver.DiscardKeepsPlace),
        VirtioOptionsXml.Write(driver.Virtio),
        MetadataCacheXml.Write(driver.MetadataCacheBytes));

    private static int? QueueSize(ElementReader driver) => driver.Number("queue_size", 2, 1024) is not { } size || int.IsPow2(size)
        ? driver.Number("queue_size", 2, 1024)
        : throw driver.BadValue("queue_size", size.ToString(CultureInfo.InvariantCulture), "2 | 4 | … | 1024");
}
