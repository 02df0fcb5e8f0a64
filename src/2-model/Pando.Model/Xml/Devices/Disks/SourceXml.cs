using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml.Security;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>source</c> of a disk, of an image below it, of a mirror; its kind is the <c>type</c> of the element around it.</summary>
internal static class SourceXml
{
    /// <summary>The source in the element; null where it is empty.</summary>
    public static DiskSource? Read(ElementReader holder)
    {
        var kind = Kind(holder);
        if (holder.Child("source") is not { } source)
        {
            return null;
        }
        // The number libvirt gives the images of a chain while the machine runs.
        source.Ignore("index");
        DiskSource? read = kind switch
        {
            DiskSourceKind.File => source.Path("file") is { } path ? new FileSource(path) { DescriptorGroup = source.Attribute("fdgroup") } : null,
            DiskSourceKind.Block => source.Path("dev") is { } path ? new BlockSource(path) { Reservations = ReservationsXml.Read(source) } : null,
            DiskSourceKind.Dir => new DirectorySource(source.Path("dir") ?? throw source.Missing("@dir")),
            DiskSourceKind.Volume => Volume(source),
            DiskSourceKind.Nvme => Nvme(source),
            DiskSourceKind.VhostUser => VhostUser(source),
            _ => NetworkSourceXml.Read(source),
        };
        return read is null or VhostUserSource ? read : read with { Slice = Slice(source), Encryption = EncryptionXml.Read(source), Labels = DeviceSeclabelXml.Read(source) };
    }

    /// <summary>What kind of source the element around it says.</summary>
    public static DiskSourceKind Kind(ElementReader holder) => holder.Word<DiskSourceKind>("type") ?? DiskSourceKind.File;

    /// <summary>The kind of a source.</summary>
    public static DiskSourceKind KindOf(DiskSource source) => source switch
    {
        FileSource => DiskSourceKind.File,
        BlockSource => DiskSourceKind.Block,
        DirectorySource => DiskSourceKind.Dir,
        VolumeSource => DiskSourceKind.Volume,
        NvmeSource => DiskSourceKind.Nvme,
        VhostUserSource => DiskSourceKind.VhostUser,
        _ => DiskSourceKind.Network,
    };

    public static XElement? Write(DiskSource? source, DomainXmlOptions options, StartupPolicy? policy = null, int? index = null)
    {
        var common = new List<XObject?> { Word("startupPolicy", policy), Attribute("index", index) };
        if (source is { Slice: { } slice })
        {
            common.Add(new XElement("slices", new XElement("slice", Attribute("type", "storage"), Attribute("offset", slice.Offset), Attribute("size", slice.Size))));
        }
        common.AddRange(DeviceSeclabelXml.Write(source?.Labels ?? default));
        common.Add(EncryptionXml.Write(source?.Encryption));
        return UnlessEmpty("source", [.. Own(source, options), .. common]);
    }

    private static IEnumerable<XObject?> Own(DiskSource? source, DomainXmlOptions options) => source switch
    {
        null => [],
        FileSource file => [Attribute("file", file.Path), Attribute("fdgroup", file.DescriptorGroup)],
        BlockSource block => [Attribute("dev", block.Path), ReservationsXml.Write(block.Reservations)],
        DirectorySource folder => [Attribute("dir", folder.Path)],
        VolumeSource volume => [Attribute("pool", volume.Pool), Attribute("volume", volume.Volume), Word("mode", volume.Mode)],
        NvmeSource nvme =>
        [
            Attribute("type", "pci"), YesNo("managed", nvme.Managed), Attribute("namespace", nvme.Namespace), PlaceXml.Write(nvme.Controller, typed: false),
        ],
        VhostUserSource user => [Attribute("type", "unix"), Attribute("path", user.SocketPath), ReconnectXml.Write(user.Reconnect)],
        NetworkSource network => NetworkSourceXml.Write(network, options),
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    private static VolumeSource Volume(ElementReader source) =>
        new(source.RequiredAttribute("pool"), source.RequiredAttribute("volume"), source.Word<VolumeMode>("mode"));

    private static NvmeSource Nvme(ElementReader source)
    {
        source.RequiredAttribute("type");
        source.Only("type", "pci");
        return new NvmeSource(
            PlaceXml.HostPci(source.RequiredChild("address")),
            source.LongNumber("namespace", 1, uint.MaxValue) ?? throw source.Missing("@namespace"), source.YesNo("managed"));
    }

    private static VhostUserSource VhostUser(ElementReader source)
    {
        source.RequiredAttribute("type");
        source.Only("type", "unix");
        return new VhostUserSource(source.Path("path") ?? throw source.Missing("@path"), ReconnectXml.Read(source));
    }

    private static SourceSlice? Slice(ElementReader source)
    {
        if (source.Child("slices")?.RequiredChild("slice") is not { } slice)
        {
            return null;
        }
        slice.RequiredAttribute("type");
        slice.Only("type", "storage");
        return new SourceSlice(
            slice.LongNumber("offset", 0, long.MaxValue) ?? throw slice.Missing("@offset"), slice.LongNumber("size", 1, long.MaxValue) ?? throw slice.Missing("@size"));
    }
}
