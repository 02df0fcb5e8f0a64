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
            Format = driver.Word<DiskFormat>("type"),
            // "default" is what its absence means, and what libvirt makes of it.
            Cache = driver.Attribute("cache") == "default" ? null : driver.Word<DiskCache>("cache"),
            ErrorPolicy = driver.Word<DiskErrorPolicy>("error_policy"),
            ReadErrorPolicy = read,
            Io = driver.Word<DiskIo>("io"),
            Discard = driver.Word<DiskDiscard>("discard"),
            DetectZeroes = driver.Word<DetectZeroes>("detect_zeroes"),
            Queues = driver.Number("queues", 1, 1024),
        };
    }

    public static XElement? Write(DiskDriver driver) => driver == new DiskDriver() ? null : new XElement("driver",
        Attribute("name", "qemu"),
        Word("type", driver.Format),
        Word("cache", driver.Cache),
        Word("error_policy", driver.ErrorPolicy),
        Word("rerror_policy", driver.ReadErrorPolicy),
        Word("io", driver.Io),
        Word("discard", driver.Discard),
        Word("detect_zeroes", driver.DetectZeroes),
        Attribute("queues", driver.Queues));
}
