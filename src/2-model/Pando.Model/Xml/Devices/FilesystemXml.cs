using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>filesystem</c> element. Of its types a QEMU machine has only <c>mount</c>.</summary>
internal static class FilesystemXml
{
    private const int PermissionBits = 0b111_111_111;

    public static FilesystemDevice Read(ElementReader filesystem)
    {
        filesystem.Only("type", "mount");
        var driver = filesystem.Child("driver");
        var source = filesystem.RequiredChild("source");
        var kind = driver?.Word<FilesystemDriver>("type");
        var virtio = kind == FilesystemDriver.VirtioFs;
        var target = filesystem.RequiredChild("target");
        var tag = target.RequiredAttribute("dir");
        target.Claim("filesystem target", tag);
        driver?.Only("wrpolicy", "immediate");
        return Checked(filesystem, new FilesystemDevice
        {
            Driver = kind,
            SourcePath = source.Path("dir"),
            SocketPath = virtio ? source.Path("socket") : null,
            Tag = tag,
            ReadOnly = filesystem.Flag("readonly"),
            Access = filesystem.Word<FilesystemAccess>("accessmode"),
            FileMode = Mode(filesystem, "fmode"),
            DirectoryMode = Mode(filesystem, "dmode"),
            MountsBelow = filesystem.Word<MountsBelow>("multidevs"),
            WritesAtOnce = driver?.Attribute("wrpolicy") is not null,
            Model = filesystem.Word<VirtioModel>("model"),
            Virtio = VirtioOptionsXml.Read(driver),
            QueueSize = virtio ? driver!.Number("queue", 1, 1024) : null,
            Server = virtio && filesystem.Child("binary") is { } binary ? VirtiofsdXml.Read(binary) : VirtiofsdOptions.Unsaid,
            BootOrder = virtio ? PlaceXml.BootOrder(filesystem) : null,
            Alias = PlaceXml.Alias(filesystem),
            AcpiIndex = PlaceXml.AcpiIndex(filesystem),
            Address = PlaceXml.Address(filesystem, "pci", "pci"),
        });
    }

    public static XElement Write(FilesystemDevice filesystem, DomainXmlOptions options) => new("filesystem",
        Attribute("type", "mount"),
        Word("accessmode", filesystem.Access),
        Word("model", filesystem.Model),
        Word("multidevs", filesystem.MountsBelow),
        Octal("fmode", filesystem.FileMode),
        Octal("dmode", filesystem.DirectoryMode),
        UnlessEmpty("driver",
        [
            Word("type", filesystem.Driver), filesystem.WritesAtOnce ? Attribute("wrpolicy", "immediate") : null, Attribute("queue", filesystem.QueueSize),
            .. VirtioOptionsXml.Write(filesystem.Virtio),
        ]),
        VirtiofsdXml.Write(filesystem.Server),
        new XElement("source", Attribute("dir", filesystem.SourcePath), Attribute("socket", filesystem.SocketPath)),
        new XElement("target", Attribute("dir", filesystem.Tag)),
        Flag("readonly", filesystem.ReadOnly),
        PlaceXml.BootOrder(filesystem.BootOrder),
        PlaceXml.Write(filesystem, options));

    /// <summary>What 9p and virtiofs themselves rule out.</summary>
    private static FilesystemDevice Checked(ElementReader filesystem, FilesystemDevice read)
    {
        if ((read.SourcePath is null) == (read.SocketPath is null))
        {
            throw filesystem.RequiredChild("source").Missing("@dir");
        }
        if (read.Driver != FilesystemDriver.VirtioFs)
        {
            return (read.FileMode ?? read.DirectoryMode) is null || read.Access == FilesystemAccess.Mapped
                ? read
                : throw filesystem.Conflict("@fmode, @dmode: accessmode='mapped'");
        }
        if (read.ReadOnly)
        {
            throw filesystem.RequiredChild("readonly").Conflict("driver type='virtiofs'");
        }
        if (read.Access is not (null or FilesystemAccess.PassThrough) || (read.FileMode ?? read.DirectoryMode) is not null)
        {
            throw filesystem.BadValue("accessmode", XmlWords<FilesystemAccess>.Of(read.Access ?? default), "passthrough");
        }
        if (read.MountsBelow is not (null or Domains.Devices.MountsBelow.Default))
        {
            throw filesystem.BadValue("multidevs", XmlWords<MountsBelow>.Of(read.MountsBelow.Value), "default");
        }
        if (read.WritesAtOnce)
        {
            throw filesystem.RequiredChild("driver").Conflict("@wrpolicy, type='virtiofs'");
        }
        if (read.SocketPath is not null && read.Server != VirtiofsdOptions.Unsaid)
        {
            // Who runs the server elsewhere has said all this there.
            throw filesystem.RequiredChild("binary").Conflict("source/@socket");
        }
        return read.QueueSize is { } size && !int.IsPow2(size)
            ? throw filesystem.RequiredChild("driver").BadValue("queue", size.ToString(CultureInfo.InvariantCulture), "1 | 2 | 4 | … | 1024")
            : read;
    }

    private static int? Mode(ElementReader filesystem, string attribute)
    {
        if (filesystem.Attribute(attribute) is not { } text)
        {
            return null;
        }
        var digits = text.Length is > 0 and <= 4 && text.All(digit => digit is >= '0' and <= '7');
        var mode = digits ? Convert.ToInt32(text, 8) : -1;
        return mode is >= 0 and <= PermissionBits ? mode : throw filesystem.BadValue(attribute, text, "0000…0777");
    }

    private static XAttribute? Octal(string name, int? mode) => mode is null ? null : new XAttribute(name, Convert.ToString(mode.Value, 8).PadLeft(4, '0'));
}
