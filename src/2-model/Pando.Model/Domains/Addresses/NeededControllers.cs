using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>The controllers a machine has by nature, those its devices hang on, and the numbers of all.</summary>
internal static class NeededControllers
{
    private const int MostNumbers = 255;

    public static DomainDevices Add(DomainDevices devices, Chipset chipset)
    {
        var controllers = Numbered(devices.Controllers);
        RefuseSameNumbers(controllers);
        if (!controllers.Exists(controller => controller is UsbController))
        {
            controllers.Add(new UsbController { Index = 0, Model = chipset == Chipset.Q35 ? UsbControllerModel.QemuXhci : UsbControllerModel.Piix3Uhci });
        }
        if (chipset == Chipset.Q35)
        {
            Need<SataController>(controllers, 0, index => new SataController { Index = index });
        }
        Root(controllers, chipset);
        Upto<FloppyController>(controllers, Last(devices, DiskBus.Fdc), index => new FloppyController { Index = index });
        Upto<ScsiController>(controllers, Last(devices, DiskBus.Scsi), index => new ScsiController { Index = index, Model = ScsiControllerModel.VirtioScsi });
        Upto<IdeController>(controllers, Last(devices, DiskBus.Ide), index => new IdeController { Index = index });
        Upto<SataController>(controllers, Last(devices, DiskBus.Sata), index => new SataController { Index = index });
        foreach (var needed in CcidAddresses.Controllers(devices).Order())
        {
            Need<CcidController>(controllers, needed, index => new CcidController { Index = index });
        }
        foreach (var needed in VirtioSerialAddresses.Controllers(devices).Order())
        {
            Need<VirtioSerialController>(controllers, needed, index => new VirtioSerialController { Index = index });
        }
        RefuseIdeWithoutChannels(controllers, chipset);
        return devices with { Controllers = controllers.ToEquatableArray() };
    }

    // A number that is missing is the lowest that is free; the companions of a USB 2 controller share its number.
    private static List<ControllerDevice> Numbered(EquatableArray<ControllerDevice> controllers)
    {
        var taken = controllers.Items.Where(controller => controller.Index is not null).Select(controller => (Kind(controller), controller.Index!.Value)).ToHashSet();
        foreach (var root in controllers.Items.Where(IsRoot))
        {
            taken.Add((Kind(root), 0));
        }
        var lastUsb = 0;
        var numbered = new List<ControllerDevice>();
        foreach (var controller in ControllerOrder.OfPlacing(controllers))
        {
            var index = controller switch
            {
                { Index: { } given } => given,
                UsbController { MasterStartPort: not null } => lastUsb,
                _ when IsRoot(controller) => 0,
                _ => Free(controller, taken),
            };
            taken.Add((Kind(controller), index));
            lastUsb = controller is UsbController ? index : lastUsb;
            numbered.Add(controller is UsbController { Model: null } usb
                ? usb with { Index = index, Model = UsbControllerModel.Piix3Uhci }
                : controller with { Index = index });
        }
        return numbered;
    }

    private static int Free(ControllerDevice controller, HashSet<(Type, int)> taken)
    {
        for (var number = 0; number <= MostNumbers; number++)
        {
            if (!taken.Contains((Kind(controller), number)))
            {
                return number;
            }
        }
        throw new CallerException(ErrorCodes.Definition.NoPlace, ("device", DeviceNames.Of(controller)), ("bus", "0…255"));
    }

    private static void Root(List<ControllerDevice> controllers, Chipset chipset)
    {
        var model = chipset == Chipset.Q35 ? PciControllerModel.PcieRoot : PciControllerModel.PciRoot;
        var other = controllers.OfType<PciController>().FirstOrDefault(pci => (pci.Index == 0) != (pci.Model == model) || (IsRoot(pci) && pci.Model != model));
        if (other is not null)
        {
            throw new CallerException(ErrorCodes.Definition.Misplaced,
                ("device", $"controller {other.Model}"), ("address", $"index='{other.Index}'"), ("reason", $"index='0': {model}"));
        }
        Need<PciController>(controllers, 0, index => new PciController { Index = index, Model = model });
    }

    private static void RefuseSameNumbers(List<ControllerDevice> controllers)
    {
        var numbers = new HashSet<(Type, int)>();
        foreach (var controller in controllers.Where(controller => controller is not UsbController { MasterStartPort: not null }))
        {
            if (!numbers.Add((Kind(controller), controller.Index!.Value)))
            {
                throw new CallerException(ErrorCodes.Definition.PlaceTaken, ("device", DeviceNames.Of(controller)), ("address", $"index='{controller.Index}'"));
            }
        }
    }

    private static void RefuseIdeWithoutChannels(List<ControllerDevice> controllers, Chipset chipset)
    {
        var most = chipset == Chipset.Q35 ? 0 : 1;
        if (controllers.OfType<IdeController>().FirstOrDefault(ide => ide.Index >= most) is { } ide)
        {
            throw new CallerException(ErrorCodes.Definition.NoPlace, ("device", $"controller ide {ide.Index}"), ("bus", chipset.ToString().ToLowerInvariant()));
        }
    }

    private static int Last(DomainDevices devices, DiskBus bus) =>
        devices.Disks.Items.Where(disk => disk.Bus == bus).Cast<Device>()
            .Concat(bus == DiskBus.Scsi ? devices.HostDevices.Items.OfType<HostScsiDevice>() : [])
            .Max(device => (device.Address as DriveAddress)?.Controller) ?? -1;

    private static void Upto<T>(List<ControllerDevice> controllers, int last, Func<int, T> make) where T : ControllerDevice
    {
        for (var index = 0; index <= last; index++)
        {
            Need(controllers, index, make);
        }
    }

    private static void Need<T>(List<ControllerDevice> controllers, int index, Func<int, T> make) where T : ControllerDevice
    {
        if (!controllers.OfType<T>().Any(controller => controller.Index == index))
        {
            controllers.Add(make(index));
        }
    }

    private static bool IsRoot(ControllerDevice controller) =>
        controller is PciController { Model: PciControllerModel.PciRoot or PciControllerModel.PcieRoot };

    private static Type Kind(ControllerDevice controller) => controller.GetType();
}
