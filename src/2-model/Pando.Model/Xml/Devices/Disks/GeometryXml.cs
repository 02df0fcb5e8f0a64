using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>geometry</c> and <c>blockio</c> of a disk.</summary>
internal static class GeometryXml
{
    private const int LargestBlock = 2 << 20;

    public static DiskGeometry? Read(ElementReader disk, DiskBus bus)
    {
        if (disk.Child("geometry") is not { } geometry)
        {
            return null;
        }
        var translation = geometry.Word<GeometryTranslation>("trans");
        if (translation is not null && bus != DiskBus.Ide)
        {
            throw geometry.Conflict($"@trans, target/@bus='{XmlWords<DiskBus>.Of(bus)}'");
        }
        return new DiskGeometry(Part("cyls"), Part("heads"), Part("secs"), translation);

        int Part(string name) => geometry.Number(name, 1) ?? throw geometry.Missing("@" + name);
    }

    public static XElement? Write(DiskGeometry? geometry) => geometry is null ? null : new XElement("geometry",
        Attribute("cyls", geometry.Cylinders), Attribute("heads", geometry.Heads), Attribute("secs", geometry.Sectors), Word("trans", geometry.Translation));

    public static DiskBlockSizes? BlockSizes(ElementReader disk)
    {
        if (disk.Child("blockio") is not { } sizes)
        {
            return null;
        }
        var read = new DiskBlockSizes(Size(sizes, "logical_block_size"), Size(sizes, "physical_block_size"));
        return read == new DiskBlockSizes(null, null) ? null : read;
    }

    public static XElement? Write(DiskBlockSizes? sizes) => sizes is null ? null : new XElement("blockio",
        Attribute("logical_block_size", sizes.LogicalBytes), Attribute("physical_block_size", sizes.PhysicalBytes));

    /// <summary>What QEMU takes: a power of two from 512 bytes on; 0 is how the usual one is written, too.</summary>
    private static int? Size(ElementReader sizes, string name) => sizes.Number(name, 0, LargestBlock) switch
    {
        null or 0 => null,
        { } size when size >= 512 && int.IsPow2(size) => size,
        { } size => throw sizes.BadValue(name, size.ToString(CultureInfo.InvariantCulture), "512 | 1024 | 2048 | 4096 | …"),
    };
}
