using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>disk</c> element.</summary>
internal static class DiskXml
{
    private static readonly Func<char, bool> SerialLetter = static letter => char.IsAsciiLetterOrDigit(letter) || " _-.+".Contains(letter, StringComparison.Ordinal);

    public static DiskDevice Read(ElementReader disk)
    {
        var kind = disk.Word<DiskKind>("device") ?? DiskKind.Disk;
        var target = disk.RequiredChild("target");
        var name = target.RequiredAttribute("dev");
        if (!DiskNames.IsGood(name))
        {
            throw target.BadValue("dev", name, "vda… | sda… | hda… | fda…");
        }
        target.Claim("disk target", name);
        var bus = target.Word<DiskBus>("bus");
        var on = bus ?? DiskNames.UsualBus(name);
        var tray = target.Attribute("tray");
        if (tray is not (null or "open" or "closed"))
        {
            throw target.BadValue("tray", tray, "open | closed");
        }
        var source = SourceXml.Read(disk);
        var (addresses, owner) = Places(on);
        disk.Only("sgio", "filtered");
        return DiskRules.Checked(disk, new DiskDevice
        {
            Kind = kind,
            Driver = disk.Child("driver") is { } driver ? DiskDriverXml.Read(driver) : new(),
            Source = AtDisk(disk, source),
            EmptyKind = source is null ? SourceXml.Kind(disk) : default,
            StartupPolicy = StartupPolicyOf(disk),
            Backing = disk.Child("backingStore") is { } backing ? BackingXml.Read(backing) : null,
            TargetName = name,
            Bus = bus,
            Model = disk.Word<VirtioModel>("model"),
            Removable = target.OnOff("removable"),
            RotationRate = target.Number("rotation_rate", 1, 65534),
            TrayOpen = tray == "open",
            ReadOnly = disk.Flag("readonly"),
            Shareable = disk.Flag("shareable"),
            Transient = disk.Child("transient") is { } transient ? new DiskTransience(transient.YesNo("shareBacking")) : null,
            RawIo = disk.YesNo("rawio"),
            FiltersScsi = disk.Attribute("sgio") is not null,
            Snapshot = disk.Word<DiskSnapshot>("snapshot"),
            Geometry = GeometryXml.Read(disk, on),
            BlockSizes = GeometryXml.BlockSizes(disk),
            Throttle = ThrottleXml.Read(disk),
            Mirror = MirrorXml.Read(disk),
            WorldWideName = disk.Child("wwn")?.TextPlain(char.IsAsciiHexDigit, "0-9 a-f", 16),
            Vendor = disk.Child("vendor")?.TextPlain(IsPrintable, "' '…'~'", 8),
            Product = disk.Child("product")?.TextPlain(IsPrintable, "' '…'~'", 16),
            Serial = disk.Child("serial")?.TextPlain(SerialLetter, "A-Z a-z 0-9 _ - . +", 36),
            BootOrder = PlaceXml.BootOrder(disk),
            Alias = PlaceXml.Alias(disk),
            AcpiIndex = addresses == "pci" ? PlaceXml.AcpiIndex(disk) : null,
            Address = addresses == "none" ? null : PlaceXml.Address(disk, addresses, owner),
        });
    }

    public static XElement Write(DiskDevice disk, DomainXmlOptions options) => Write(disk, options, ImagesOf(disk, options));

    private static IReadOnlyList<RunningImage> ImagesOf(DiskDevice disk, DomainXmlOptions options) =>
        options.Live && disk is { Source: not null, Alias.Name: { } alias } ? [.. options.Images.Items.Where(image => image.Disk == alias)] : [];

    private static XElement Write(DiskDevice disk, DomainXmlOptions options, IReadOnlyList<RunningImage> images) => new("disk",
        Word<DiskSourceKind>("type", disk.Source is null ? disk.EmptyKind : SourceXml.KindOf(disk.Source)),
        Word<DiskKind>("device", disk.Kind),
        Word("model", disk.Model),
        YesNo("rawio", disk.RawIo),
        disk.FiltersScsi ? Attribute("sgio", "filtered") : null,
        Word("snapshot", disk.Snapshot),
        DiskDriverXml.Write(disk.Driver),
        SourceXml.Write(disk.Source, options, disk.StartupPolicy, images is [var own, ..] ? own.Number : null),
        BackingXml.WriteBelow(disk.Backing, options, [.. images.Skip(1)], isRunning: images.Count > 0),
        MirrorXml.Write(disk.Mirror, options),
        GeometryXml.Write(disk.Geometry),
        GeometryXml.Write(disk.BlockSizes),
        new XElement("target",
            Attribute("dev", disk.TargetName), Word("bus", disk.Bus), disk.TrayOpen ? Attribute("tray", "open") : null,
            OnOff("removable", disk.Removable), Attribute("rotation_rate", disk.RotationRate)),
        ThrottleXml.Write(disk.Throttle),
        Flag("readonly", disk.ReadOnly),
        Flag("shareable", disk.Shareable),
        disk.Transient is null ? null : new XElement("transient", YesNo("shareBacking", disk.Transient.SharesBacking)),
        Text("serial", disk.Serial),
        Text("wwn", disk.WorldWideName),
        Text("vendor", disk.Vendor),
        Text("product", disk.Product),
        PlaceXml.BootOrder(disk.BootOrder),
        PlaceXml.Write(disk, options));

    /// <summary>Who logs in and how it is encrypted stood at the disk itself once.</summary>
    private static DiskSource? AtDisk(ElementReader disk, DiskSource? source)
    {
        if (disk.Child("auth") is { } auth)
        {
            source = source is NetworkSource { Login: null } network
                ? network with { Login = LoginXml.Read(disk, network.Protocol) }
                : throw auth.Conflict("source");
        }
        if (disk.Child("encryption") is { } encryption)
        {
            source = source is { Encryption: null } plain ? plain with { Encryption = EncryptionXml.Read(disk) } : throw encryption.Conflict("source");
        }
        return source;
    }

    private static bool IsPrintable(char letter) => letter is >= ' ' and <= '~';

    private static StartupPolicy? StartupPolicyOf(ElementReader disk)
    {
        var policy = disk.Child("source")?.Word<StartupPolicy>("startupPolicy");
        // libvirt drops the medium of a drive, or a whole disk of the host: a server's absence is found out too late for that.
        return policy is null || SourceXml.Kind(disk) is not (DiskSourceKind.Network or DiskSourceKind.VhostUser)
            ? policy
            : throw disk.Child("source")!.Conflict($"@type='{XmlWords<DiskSourceKind>.Of(SourceXml.Kind(disk))}'");
    }

    private static (string Addresses, string Owner) Places(DiskBus bus) => bus switch
    {
        DiskBus.Virtio => ("pci", "pci"),
        DiskBus.Usb => ("usb", "usb"),
        DiskBus.Sd => ("none", ""),
        _ => ("drive", XmlWords<DiskBus>.Of(bus)),
    };
}
