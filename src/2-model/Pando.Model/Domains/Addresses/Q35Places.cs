using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>The places that the q35 chipset itself has, and those of devices that belong to it.</summary>
internal static class Q35Places
{
    // The south bridge: LPC, SATA, SMBus.
    private const int SouthBridge = 0x1f;
    private const int DmiBridge = 0x1e;
    private const int Screen = 1;

    // Where the ICH9 has its own.
    private const int Sound = 0x1b;
    private static readonly PciAddress Sata = new(0, SouthBridge, 2);

    public static DomainDevices Fix(DomainDevices devices, PciTopology buses)
    {
        var root = buses.Buses[0];
        var controllers = devices.Controllers.Items.Select(controller => controller switch
        {
            SataController { Index: 0, Address: null } => Taken(controller),
            // Where the ICH9 has its own.
            PciController { Model: PciControllerModel.DmiToPciBridge, Address: null } when !root.IsSlotTaken(DmiBridge) => Bridge(controller),
            SataController { Index: 0, Address: PciAddress address } when !address.IsSamePlace(Sata) => throw PciTopology.Misplaced(controller, address, Sata.ToString()),
            _ => controller,
        }).ToEquatableArray();
        foreach (var function in (int[])[0, 3])
        {
            if (root.IsTaken(SouthBridge, function))
            {
                var place = new PciAddress(0, SouthBridge, function);
                throw PciTopology.Taken(devices.All().First(device => device.Address is PciAddress address && address.IsSamePlace(place)), place);
            }
            root.Take(SouthBridge, function, isPort: false);
        }
        return devices with { Controllers = controllers, Sounds = Sounds(devices.Sounds, root), Videos = FirstScreen.Fix(devices.Videos, buses, Chipset.Q35, Screen) };

        ControllerDevice Bridge(ControllerDevice controller)
        {
            root.Take(DmiBridge, 0, isPort: false);
            return controller with { Address = new PciAddress(0, DmiBridge) };
        }

        ControllerDevice Taken(ControllerDevice controller)
        {
            buses.Take(Sata, PciNeed.None, controller);
            return controller with { Address = Sata };
        }
    }

    private static EquatableArray<SoundDevice> Sounds(EquatableArray<SoundDevice> sounds, PciBus root)
    {
        var first = sounds.Items.FirstOrDefault(sound => sound is { Model: SoundModel.Ich9, Address: null });
        if (first is null || root.IsSlotTaken(Sound))
        {
            return sounds;
        }
        root.Take(Sound, 0, isPort: false);
        return sounds.SetItem(sounds.Items.IndexOf(first), first with { Address = new PciAddress(0, Sound) });
    }
}
