using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Xml;

namespace Pando.Domains.Saving.Format;

/// <summary>A disk as it was when the machine was saved: one that has changed since does not belong to that memory any more.</summary>
/// <param name="Path">As the machine has it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When it was last written, in ticks of UTC.</param>
internal sealed record SavedDisk(string Path, ulong Size, long Modified);

/// <summary>
/// What Pando keeps in a saved machine beside libvirt's own: an element of its own namespace in libvirt's cookie, which
/// libvirt passes over.
/// </summary>
internal sealed record SaveCookie
{
    private static readonly XNamespace Ours = "https://pando-vm.dev/schemas/save/1";

    /// <summary>The length of the stream; null where nothing is known.</summary>
    public long? StreamLength { get; init; }

    /// <summary>The CRC-32C of the stream as it lies in the file; null where nothing is known.</summary>
    public uint? StreamChecksum { get; init; }

    /// <summary>The aliases of the devices, by their place among the elements of <c>devices</c>: QEMU names its memory by some.</summary>
    public IReadOnlyDictionary<int, string> Aliases { get; init; } = new Dictionary<int, string>();

    /// <summary>The disks that the machine could write.</summary>
    public IReadOnlyList<SavedDisk> Disks { get; init; } = [];

    /// <summary>The processor that the guest really had, where the XML leaves that open: libvirt's own.</summary>
    public XElement? Cpu { get; init; }

    public string ToXml() => new XElement("cookie",
        Cpu,
        new XElement(Ours + "pando",
            StreamLength is { } length ? new XAttribute("stream", length) : null,
            StreamChecksum is { } checksum ? new XAttribute("crc32c", checksum.ToString("x8", CultureInfo.InvariantCulture)) : null,
            Aliases.OrderBy(alias => alias.Key).Select(alias => new XElement(Ours + "alias", new XAttribute("device", alias.Key), new XAttribute("name", alias.Value))),
            Disks.Select(disk => new XElement(Ours + "disk", new XAttribute("path", disk.Path), new XAttribute("size", disk.Size), new XAttribute("modified", disk.Modified)))))
        .ToString(SaveOptions.DisableFormatting);

    /// <summary>Reads one; of somebody else's what is understood. Throws <c>save.damaged</c> where ours is not right.</summary>
    public static SaveCookie Read(string xml, string path)
    {
        XElement root;
        try
        {
            root = HostileXml.Read(xml);
        }
        catch (Model.Errors.CallerException)
        {
            throw SaveFailures.Damaged(path, "cookie");
        }
        var cookie = new SaveCookie { Cpu = root.Element("cpu") };
        if (root.Element(Ours + "pando") is not { } own)
        {
            return cookie;
        }
        try
        {
            return cookie with
            {
                StreamLength = (long?)own.Attribute("stream"),
                StreamChecksum = own.Attribute("crc32c") is { } checksum ? uint.Parse(checksum.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : null,
                Aliases = own.Elements(Ours + "alias").ToDictionary(alias => (int)alias.Attribute("device")!, alias => alias.Attribute("name")!.Value),
                Disks = [.. own.Elements(Ours + "disk").Select(disk => new SavedDisk(
                    disk.Attribute("path")!.Value, (ulong)disk.Attribute("size")!, (long)disk.Attribute("modified")!))],
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or NullReferenceException)
        {
            throw SaveFailures.Damaged(path, "cookie");
        }
    }
}
