using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using Pando.Model.Host.NodeDevices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.NodeDevices;

/// <summary>libvirt's node device XML (<see href="https://libvirt.org/formatnode.html"/>).</summary>
public static class NodeDeviceXml
{
    /// <summary>Writes a device.</summary>
    public static string Write(NodeDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return XmlText.Of(new XElement(
            "device",
            new XElement("name", device.Name),
            Text("path", device.Path),
            device.Node is null ? null : new XElement("devnode", new XAttribute("type", "dev"), device.Node),
            Text("parent", device.Parent),
            device.Driver is null ? null : new XElement("driver", new XElement("name", device.Driver)),
            new XElement("capability", new XAttribute("type", device.Capability.Kind), Parts(device.Capability))));
    }

    private static IEnumerable<XObject?> Parts(NodeCapability capability) => capability switch
    {
        SystemCapability host => Of(host),
        PciCapability pci => Of(pci),
        UsbDeviceCapability usb => [Number("bus", usb.Bus), Number("device", usb.Number), Known("product", usb.Product, 4), Known("vendor", usb.Vendor, 4)],
        UsbInterfaceCapability one => [Number("number", one.Number), Number("class", one.Class), Number("subclass", one.Subclass), Number("protocol", one.Protocol)],
        NetCapability net => Of(net),
        ScsiHostCapability host => [Number("host", host.Number), host.UniqueId is { } id ? Number("unique_id", id) : null],
        ScsiTargetCapability target => [new XElement("target", target.Target)],
        ScsiCapability scsi => [Number("host", scsi.Host), Number("bus", scsi.Bus), Number("target", scsi.Target), Number("lun", scsi.Unit), Text("type", scsi.Type)],
        StorageCapability storage => Of(storage),
        _ => throw new ArgumentException($"A device that is a {capability.Kind} cannot be written.", nameof(capability)),
    };

    private static IEnumerable<XObject?> Of(SystemCapability host)
    {
        yield return Text("product", host.Product);
        yield return new XElement(
            "hardware", Text("vendor", host.Vendor), Text("version", host.Version), Text("serial", host.Serial), new XElement("uuid", host.Uuid.ToString()));
        yield return new XElement(
            "firmware", Text("vendor", host.FirmwareVendor), Text("version", host.FirmwareVersion), Text("release_date", host.FirmwareDate));
    }

    private static IEnumerable<XObject?> Of(PciCapability pci)
    {
        yield return new XElement("class", Hex(pci.Class, 6));
        yield return Number("domain", pci.Address.Domain);
        yield return Number("bus", pci.Address.Bus);
        yield return Number("slot", pci.Address.Slot);
        yield return Number("function", pci.Address.Function);
        yield return Known("product", pci.Product, 4);
        yield return Known("vendor", pci.Vendor, 4);
        if (pci.PhysicalFunction is { } physical)
        {
            yield return new XElement("capability", new XAttribute("type", "phys_function"), Address(physical));
        }
        if (pci.MostVirtualFunctions is { } most)
        {
            yield return new XElement(
                "capability", new XAttribute("type", "virt_functions"), new XAttribute("maxCount", most), pci.VirtualFunctions.Items.Select(Address));
        }
        if (pci.IommuGroup is { } group)
        {
            yield return new XElement("iommuGroup", new XAttribute("number", group), pci.GroupMembers.Items.Select(Address));
        }
        if (pci.NumaNode is { } node)
        {
            yield return new XElement("numa", new XAttribute("node", node));
        }
        yield return pci.IsBridge ? new XElement("capability", new XAttribute("type", "pci-bridge")) : null;
        yield return pci.IsExpress ? new XElement("pci-express") : null;
    }

    private static IEnumerable<XObject?> Of(NetCapability net)
    {
        yield return new XElement("interface", net.Interface);
        yield return Text("address", net.Address);
        yield return net.State is null ? null : new XElement("link", net.Speed is { } speed ? new XAttribute("speed", speed) : null, new XAttribute("state", net.State));
        yield return net.IsWireless is { } wireless ? new XElement("capability", new XAttribute("type", wireless ? "80211" : "80203")) : null;
    }

    private static IEnumerable<XObject?> Of(StorageCapability storage)
    {
        yield return new XElement("block", storage.Block);
        yield return Text("bus", storage.Bus);
        yield return new XElement("drive_type", storage.DriveType);
        yield return Text("model", storage.Model);
        yield return Text("vendor", storage.Vendor);
        yield return Text("serial", storage.Serial);
        XElement?[] size =
        [
            Number(storage.IsRemovable ? "media_size" : "size", storage.SizeBytes),
            storage.BlockBytes > 0 ? Number("logical_block_size", storage.BlockBytes) : null,
            storage.BlockBytes > 0 ? Number("num_blocks", storage.SizeBytes / storage.BlockBytes) : null,
        ];
        if (!storage.IsRemovable)
        {
            foreach (var one in size)
            {
                yield return one;
            }
            yield break;
        }
        yield return new XElement(
            "capability", new XAttribute("type", "removable"), Number("media_available", storage.SizeBytes > 0 ? 1 : 0), storage.SizeBytes > 0 ? size : null);
    }

    private static XElement Number(string name, long value) => new(name, value);

    private static XElement Known(string name, KnownId known, int digits) => new(name, new XAttribute("id", Hex(known.Id, digits)), known.Name);

    private static XElement Address(PciAddress address) => new(
        "address", new XAttribute("domain", Hex(address.Domain, 4)), new XAttribute("bus", Hex(address.Bus, 2)), new XAttribute("slot", Hex(address.Slot, 2)),
        new XAttribute("function", "0x" + address.Function.ToString("x", CultureInfo.InvariantCulture)));

    private static string Hex(int value, int digits) => "0x" + value.ToString("x" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
