using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Host.NodeDevices;
using Pando.Model.Xml.NodeDevices;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The host's devices. All that there are are active; as with libvirt the host itself alone is stored, and there when it starts.</summary>
internal sealed class NodeDeviceProcedures(LibvirtServices services)
{
    private static readonly Dictionary<string, VirConnectListAllNodeDeviceFlags> Kinds = new(StringComparer.Ordinal)
    {
        ["system"] = VirConnectListAllNodeDeviceFlags.CapSystem,
        ["pci"] = VirConnectListAllNodeDeviceFlags.CapPciDev,
        ["usb_device"] = VirConnectListAllNodeDeviceFlags.CapUsbDev,
        ["usb"] = VirConnectListAllNodeDeviceFlags.CapUsbInterface,
        ["net"] = VirConnectListAllNodeDeviceFlags.CapNet,
        ["scsi_host"] = VirConnectListAllNodeDeviceFlags.CapScsiHost,
        ["scsi_target"] = VirConnectListAllNodeDeviceFlags.CapScsiTarget,
        ["scsi"] = VirConnectListAllNodeDeviceFlags.CapScsi,
        ["storage"] = VirConnectListAllNodeDeviceFlags.CapStorage,
    };

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectListAllNodeDevices, (_, arguments) => All(arguments));
        table.Add(RemoteProgram.NodeNumOfDevices, (_, arguments) => new NodeNumOfDevicesRet(Of(arguments.Cap, arguments.Flags).Count()));
        table.Add(RemoteProgram.NodeListDevices, (_, arguments) =>
            new NodeListDevicesRet([.. Of(arguments.Cap, arguments.Flags).Take(Math.Max(0, arguments.Maxnames)).Select(device => device.Name)]));
        table.Add(RemoteProgram.NodeDeviceLookupByName, (_, arguments) => new NodeDeviceLookupByNameRet(new RemoteNodeDevice(Get(arguments.Name).Name)));
        table.Add(RemoteProgram.NodeDeviceGetXmlDesc, (_, arguments) => Xml(arguments));
        table.Add(RemoteProgram.NodeDeviceGetParent, (_, arguments) => new NodeDeviceGetParentRet(Get(arguments.Name).Parent));
        table.Add(RemoteProgram.NodeDeviceNumOfCaps, (_, arguments) => new NodeDeviceNumOfCapsRet(KindsOf(Get(arguments.Name)).Count()));
        table.Add(RemoteProgram.NodeDeviceListCaps, (_, arguments) =>
            new NodeDeviceListCapsRet([.. KindsOf(Get(arguments.Name)).Take(Math.Max(0, arguments.Maxnames))]));
        table.Add(RemoteProgram.NodeDeviceIsActive, (_, arguments) => new NodeDeviceIsActiveRet(Get(arguments.Name) is not null ? 1 : 0));
        table.Add(RemoteProgram.NodeDeviceIsPersistent, (_, arguments) => new NodeDeviceIsPersistentRet(IsHost(arguments.Name)));
        table.Add(RemoteProgram.NodeDeviceGetAutostart, (_, arguments) => new NodeDeviceGetAutostartRet(IsHost(arguments.Name)));
    }

    private static IEnumerable<string> KindsOf(NodeDevice device)
    {
        yield return device.Capability.Kind;
        if (device.Capability is NetCapability { IsWireless: { } wireless })
        {
            yield return wireless ? "80211" : "80203";
        }
    }

    private ConnectListAllNodeDevicesRet All(ConnectListAllNodeDevicesArgs arguments)
    {
        const VirConnectListAllNodeDeviceFlags activity = VirConnectListAllNodeDeviceFlags.Active | VirConnectListAllNodeDeviceFlags.Inactive;
        var flags = (VirConnectListAllNodeDeviceFlags)arguments.Flags;
        var kinds = flags & ~activity;
        // Others than the active ones are mediated devices that are defined alone, of which there are none.
        var found = (flags & activity) == VirConnectListAllNodeDeviceFlags.Inactive ? [] : services.NodeDevices.List()
            .Where(device => kinds == 0 || (kinds & Kinds.GetValueOrDefault(device.Capability.Kind)) != 0)
            .Select(device => new RemoteNodeDevice(device.Name)).ToList();
        return new ConnectListAllNodeDevicesRet(arguments.NeedResults == 0 ? [] : found, (uint)found.Count);
    }

    private IEnumerable<NodeDevice> Of(string? kind, uint flags)
    {
        LibvirtRefusal.UnlessFlags(flags, 0);
        return services.NodeDevices.List().Where(device => kind is null || KindsOf(device).Contains(kind, StringComparer.Ordinal));
    }

    private NodeDeviceGetXmlDescRet Xml(NodeDeviceGetXmlDescArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        return new NodeDeviceGetXmlDescRet(NodeDeviceXml.Write(Get(arguments.Name)));
    }

    private int IsHost(string name) => Get(name).Name == NodeDevice.Host ? 1 : 0;

    private NodeDevice Get(string name) => services.NodeDevices.List().FirstOrDefault(device => device.Name == name)
        ?? throw new LibvirtRefusal(LibvirtErrorNumber.NoNodeDevice, LibvirtErrorDomain.Nodedev, $"no node device with matching name '{name}'");
}
