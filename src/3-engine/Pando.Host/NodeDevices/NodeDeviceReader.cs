using System.Globalization;
using Pando.Host.Devices;
using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Model.Host.NodeDevices;

namespace Pando.Host.NodeDevices;

/// <summary>
/// The devices that the kernel shows below <c>/sys</c> (Documentation/ABI/testing/sysfs-bus-pci and its neighbours), under
/// the names that libvirt has for them. It reads what is there at this moment, and what udev has found out of disks: nothing is kept.
/// </summary>
internal sealed class NodeDeviceReader(HostTree tree, UdevRecords udev, HardwareNames pciNames, HardwareNames usbNames, Func<SystemCapability> host)
{
    private const string BridgeClass = "0x0604";

    // What the kernel calls disks that no bus tells the kind of.
    private static readonly string[] PlainDisks = ["vd", "xvd", "nvme", "mmcblk", "dasd"];

    // SCSI's numbers for kinds of devices (linux: include/scsi/scsi_proto.h).
    private static readonly Dictionary<long, string> ScsiTypes = new()
    {
        [0] = "disk",
        [1] = "tape",
        [2] = "printer",
        [3] = "processor",
        [4] = "worm",
        [5] = "cdrom",
        [6] = "scanner",
        [7] = "mod",
        [8] = "changer",
        [9] = "comm",
        [12] = "raid",
        [13] = "enclosure",
        [14] = "rbc",
        [17] = "osd",
    };

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<NodeDevice> Read()
    {
        var found = new List<(string Folder, NodeDevice Device)>();
        Add("bus/pci/devices", Pci);
        Add("bus/usb/devices", Usb);
        Add("class/scsi_host", ScsiHost);
        Add("bus/scsi/devices", Scsi);
        Add("block", Storage);
        Add("class/net", Net);
        var names = found.ToDictionary(one => one.Folder, one => one.Device.Name, StringComparer.Ordinal);
        return
        [
            .. found.Select(one => one.Device with { Path = Shown(one.Folder), Parent = Parent(one.Folder, names) })
                .Prepend(new NodeDevice(NodeDevice.Host, host()))
                .OrderBy(device => device.Name, StringComparer.Ordinal),
        ];

        void Add(string links, Func<SysDevice, NodeDevice?> read)
        {
            foreach (var device in SysDevice.Of(Path.Combine(tree.Sys, links)))
            {
                if (read(device) is { } known && found.TrueForAll(one => one.Folder != device.Folder))
                {
                    found.Add((device.Folder, known));
                }
            }
        }
    }

    // Also of a tree that a test has made: what is below it is shown as the kernel would.
    private string Shown(string folder) => "/sys" + folder[Path.GetFullPath(tree.Sys).Length..];

    private static string Parent(string folder, Dictionary<string, string> names)
    {
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
        {
            if (names.TryGetValue(above, out var name))
            {
                return name;
            }
        }
        return NodeDevice.Host;
    }

    /// <summary>libvirt's name: what is neither a letter nor a digit is an underscore.</summary>
    private static string Named(string kind, string name) =>
        $"{kind}_{string.Concat(name.Select(static sign => char.IsAsciiLetterOrDigit(sign) ? sign : '_'))}";

    private NodeDevice? Pci(SysDevice device)
    {
        if (Address(device.Name) is not { } address || device.Hex("class") is not { } kind || device.Hex("vendor") is not { } vendor || device.Hex("device") is not { } product)
        {
            return null;
        }
        var most = (int?)device.Number("sriov_totalvfs");
        return new NodeDevice(Named("pci", device.Name), new PciCapability(
            address, kind, new KnownId(vendor, pciNames.Vendor(vendor)), new KnownId(product, pciNames.Product(vendor, product)))
        {
            IommuGroup = Decimal(device.Target("iommu_group")),
            GroupMembers = Addresses(SysDevice.Of(Path.Combine(device.Folder, "iommu_group", "devices")).Select(mate => mate.Name)),
            NumaNode = device.Number("numa_node") is >= 0 and var node ? (int)node : null,
            PhysicalFunction = Address(device.Target("physfn")),
            MostVirtualFunctions = most > 0 ? most : null,
            VirtualFunctions = Addresses(Functions(device.Folder)),
            IsExpress = IsExpress(device.Folder),
            IsBridge = device.Line("class")?.StartsWith(BridgeClass, StringComparison.Ordinal) == true,
        })
        { Driver = device.Target("driver") };
    }

    private static IEnumerable<string> Functions(string folder) =>
        HostTree.Entries(folder, "virtfn*").OrderBy(link => link.Length).ThenBy(link => link, StringComparer.Ordinal).Select(HostTree.Target).OfType<string>();

    private static EquatableArray<PciAddress> Addresses(IEnumerable<string> names) => names.Select(Address).OfType<PciAddress>().ToEquatableArray();

    /// <summary><c>0000:00:02.0</c>.</summary>
    private static PciAddress? Address(string? name) =>
        name?.Split(':', '.') is [var domain, var bus, var slot, var function]
        && Part(domain) is { } d && Part(bus) is { } b && Part(slot) is { } s && Part(function) is { } f
            ? new PciAddress(b, s, f, Domain: d)
            : null;

    private static int? Part(string text) => int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Only what speaks PCI Express has more configuration than PCI's 256 bytes, and the kernel shows so much of it.
    private static bool IsExpress(string folder) => new FileInfo(Path.Combine(folder, "config")) is { Exists: true, Length: > 256 };

    private NodeDevice? Usb(SysDevice device)
    {
        var name = Named("usb", device.Name);
        if (device.Hex("bInterfaceNumber") is { } number)
        {
            return new NodeDevice(
                name, new UsbInterfaceCapability(number, device.Hex("bInterfaceClass") ?? 0, device.Hex("bInterfaceSubClass") ?? 0, device.Hex("bInterfaceProtocol") ?? 0))
            { Driver = device.Target("driver") };
        }
        if (device.Number("busnum") is not { } bus || device.Number("devnum") is not { } address || device.Hex("idVendor") is not { } vendor || device.Hex("idProduct") is not { } product)
        {
            return null;
        }
        return new NodeDevice(name, new UsbDeviceCapability(
            (int)bus, (int)address,
            new KnownId(vendor, device.Line("manufacturer") ?? usbNames.Vendor(vendor)), new KnownId(product, device.Line("product") ?? usbNames.Product(vendor, product))))
        {
            Driver = device.Target("driver"),
            Node = string.Create(CultureInfo.InvariantCulture, $"/dev/bus/usb/{bus:000}/{address:000}"),
        };
    }

    private static NodeDevice? ScsiHost(SysDevice device) =>
        device.Name.StartsWith("host", StringComparison.Ordinal) && int.TryParse(device.Name.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new NodeDevice(Named("scsi", device.Name), new ScsiHostCapability(number, (int?)device.Number("unique_id")))
            : null;

    private static NodeDevice? Scsi(SysDevice device)
    {
        if (device.Name.StartsWith("target", StringComparison.Ordinal))
        {
            return new NodeDevice(Named("scsi", device.Name), new ScsiTargetCapability(device.Name));
        }
        return device.Name.Split(':') is [var host, var bus, var target, var unit]
            && Decimal(host) is { } h && Decimal(bus) is { } b && Decimal(target) is { } t && Decimal(unit) is { } u
            ? new NodeDevice(Named("scsi", device.Name), new ScsiCapability(h, b, t, u, device.Number("type") is { } type ? ScsiTypes.GetValueOrDefault(type) : null))
            {
                Driver = device.Target("driver"),
            }
            : null;
    }

    private static int? Decimal(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private NodeDevice? Storage(SysDevice device)
    {
        if (DriveType(device) is not { } kind)
        {
            return null;
        }
        var found = udev.OfBlock(device.Line("dev"));
        const int sector = 512;
        var node = Path.Combine("/dev", device.Name.Replace('!', '/'));
        // What is told apart by its serial number keeps its name in another slot.
        var serial = found.GetValueOrDefault("ID_SERIAL");
        return new NodeDevice(Named("block", serial is null ? device.Name : $"{device.Name}_{serial}"), new StorageCapability(node, kind)
        {
            Bus = found.GetValueOrDefault("ID_BUS"),
            Model = device.Line("device/model"),
            Vendor = device.Line("device/vendor"),
            Serial = serial,
            IsRemovable = device.Number("removable") is 1,
            SizeBytes = (device.Number("size") ?? 0) * sector,
            BlockBytes = device.Number("queue/logical_block_size") ?? sector,
        })
        { Node = node };
    }

    /// <summary>What kind of drive it is; null for what is none: loops, memory, arrays of others.</summary>
    private static string? DriveType(SysDevice device) => device.Number("device/type") switch
    {
        5 => "cdrom",
        0 => "disk",
        not null => null,
        null when device.Name.StartsWith("fd", StringComparison.Ordinal) => "floppy",
        null when Directory.Exists(Path.Combine(device.Folder, "device")) && Array.Exists(PlainDisks, plain => device.Name.StartsWith(plain, StringComparison.Ordinal)) => "disk",
        _ => null,
    };

    private static NodeDevice? Net(SysDevice device)
    {
        const long ethernet = 1, loopback = 772;
        var mac = device.Line("address");
        var state = device.Line("operstate");
        return new NodeDevice(Named("net", mac is null ? device.Name : $"{device.Name}_{mac}"), new NetCapability(device.Name)
        {
            Address = mac,
            State = state,
            Speed = state == "up" && device.Number("speed") is > 0 and var speed ? speed : null,
            IsWireless = device.Number("type") is ethernet or loopback ? Directory.Exists(Path.Combine(device.Folder, "wireless")) : null,
        });
    }
}
