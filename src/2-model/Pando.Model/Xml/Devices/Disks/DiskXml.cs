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
            throw target.BadValue("dev", name, "vda… | sda… | hda…");
        }
        target.Claim("disk target", name);
        var bus = target.Word<DiskBus>("bus");
        if (kind == DiskKind.CdRom && (bus ?? DiskNames.UsualBus(name)) == DiskBus.Virtio)
        {
            throw target.BadValue(bus is null ? "dev" : "bus", bus is null ? name : "virtio", "sata | scsi | ide | usb");
        }
        var tray = target.Attribute("tray");
        if (tray is not (null or "open" or "closed") || (tray is not null && kind != DiskKind.CdRom))
        {
            throw target.BadValue("tray", tray!, kind == DiskKind.CdRom ? "open | closed" : "–");
        }
        var source = SourceXml.Read(disk);
        if (source is null && kind == DiskKind.Disk)
        {
            throw disk.Missing(SourceXml.Kind(disk) switch { DiskSourceKind.File => "source/@file", DiskSourceKind.Block => "source/@dev", _ => "source" });
        }
        var (addresses, owner) = Places(bus ?? DiskNames.UsualBus(name));
        return new DiskDevice
        {
            Kind = kind,
            Driver = disk.Child("driver") is { } driver ? DiskDriverXml.Read(driver) : new(),
            Source = source,
            EmptyKind = source is null ? SourceXml.Kind(disk) : default,
            StartupPolicy = StartupPolicyOf(disk),
            Backing = disk.Child("backingStore") is { } backing ? BackingXml.Read(backing) : null,
            TargetName = name,
            Bus = bus,
            TrayOpen = tray == "open",
            ReadOnly = disk.Flag("readonly"),
            Shareable = disk.Flag("shareable"),
            Serial = disk.Child("serial")?.TextPlain(SerialLetter, "A-Z a-z 0-9 _ - . +", 36),
            BootOrder = PlaceXml.BootOrder(disk),
            Alias = PlaceXml.Alias(disk),
            AcpiIndex = addresses == "pci" ? PlaceXml.AcpiIndex(disk) : null,
            Address = PlaceXml.Address(disk, addresses, owner),
        };
    }

    public static XElement Write(DiskDevice disk, DomainXmlOptions options) => new("disk",
        Word<DiskSourceKind>("type", disk.Source is null ? disk.EmptyKind : SourceXml.KindOf(disk.Source)),
        Word<DiskKind>("device", disk.Kind),
        DiskDriverXml.Write(disk.Driver),
        SourceXml.Write(disk.Source, options, disk.StartupPolicy),
        disk.Backing is null ? null : BackingXml.Write(disk.Backing, options),
        new XElement("target", Attribute("dev", disk.TargetName), Word("bus", disk.Bus), disk.TrayOpen ? Attribute("tray", "open") : null),
        Flag("readonly", disk.ReadOnly),
        Flag("shareable", disk.Shareable),
        Text("serial", disk.Serial),
        PlaceXml.BootOrder(disk.BootOrder),
        PlaceXml.Write(disk, options));

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
        _ => ("drive", XmlWords<DiskBus>.Of(bus)),
    };
}
