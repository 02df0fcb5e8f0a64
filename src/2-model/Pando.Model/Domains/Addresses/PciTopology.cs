using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>The PCI buses of a machine while places are being given; can grow by ports and bridges.</summary>
internal sealed class PciTopology
{
    private const int MostBuses = 256;

    private readonly List<PciBus> _buses = [];
    private readonly Chipset _chipset;
    private readonly bool _canGrow;
    private bool _hasSlotForBridge;

    /// <summary>The buses that the controllers make, and those in between that no controller makes yet.</summary>
    public PciTopology(IEnumerable<PciController> controllers, Chipset chipset, bool canGrow, bool runs = false)
    {
        _chipset = chipset;
        _canGrow = canGrow;
        var known = controllers.ToList();
        var models = known.ToDictionary(controller => controller.Index!.Value, controller => controller.Model);
        for (var index = 0; index <= models.Keys.Max(); index++)
        {
            _buses.Add(new PciBus(models.TryGetValue(index, out var model) ? model : Usual));
        }
        foreach (var fixedPort in known.Where(port => runs && port.HotPlug == false))
        {
            _buses[fixedPort.Index!.Value].Close();
        }
    }

    public IReadOnlyList<PciBus> Buses => _buses;

    private PciControllerModel Usual => _chipset == Chipset.Q35 ? PciControllerModel.PcieRootPort : PciControllerModel.PciBridge;

    /// <summary>Takes the place that a device has; makes the bus where it does not exist yet.</summary>
    public void Take(PciAddress address, PciNeed need, Device device)
    {
        while (_canGrow && address.Bus >= _buses.Count)
        {
            // Only a bridge has other slots than the first.
            var bridge = _chipset == Chipset.Q35 && address.Slot > 0 && address.Bus == _buses.Count;
            _buses.Add(new PciBus(bridge ? PciControllerModel.PcieToPciBridge : Usual));
        }
        if (address.Bus >= _buses.Count || !_buses[address.Bus].HasSlot(address.Slot))
        {
            throw Misplaced(device, address, address.Bus < _buses.Count ? _buses[address.Bus].Model.ToString() : $"bus ≤ {_buses.Count - 1}");
        }
        if (_buses[address.Bus].IsTaken(address.Slot, address.Function))
        {
            throw Taken(device, address);
        }
        _buses[address.Bus].Take(address.Slot, address.Function, need == PciNeed.RootPort);
    }

    /// <summary>Keeps a slot free, so that a bridge can be added when the rest is full.</summary>
    public void KeepSlotForBridge()
    {
        var bus = _buses.FirstOrDefault(candidate => candidate.Welcomes(PciNeed.Bridge) && candidate.Free(PciNeed.Bridge) is not null);
        if (bus?.Free(PciNeed.Bridge) is { } free)
        {
            bus.TakeSlot(free.Slot);
            _hasSlotForBridge = true;
        }
    }

    /// <summary>The first free place for a device.</summary>
    public PciAddress Place(PciNeed need, Device device)
    {
        for (var index = 0; index < _buses.Count; index++)
        {
            if (_buses[index].Welcomes(need) && _buses[index].Free(need) is { } free)
            {
                _buses[index].Take(free.Slot, free.Function, need == PciNeed.RootPort);
                return new PciAddress(index, free.Slot, free.Function);
            }
        }
        if (!_canGrow || _buses.Count + 1 >= MostBuses || need is PciNeed.RootPort or PciNeed.RootComplex or PciNeed.BesideRoot or PciNeed.SwitchPort)
        {
            throw new CallerException(ErrorCodes.Definition.NoPlace, ("device", DeviceNames.Of(device)), ("bus", "pci"));
        }
        Grow(need);
        return Place(need, device);
    }

    private void Grow(PciNeed need)
    {
        if (need is PciNeed.Express or PciNeed.ExpressBridge)
        {
            _buses.Add(new PciBus(PciControllerModel.PcieRootPort));
        }
        else if (_chipset == Chipset.Q35 && _buses.TrueForAll(bus => !bus.Welcomes(PciNeed.Conventional)))
        {
            // The bridge itself hangs on a port, and takes it.
            var port = new PciBus(PciControllerModel.PcieRootPort);
            port.TakeSlot(0);
            _buses.Add(port);
            _buses.Add(new PciBus(PciControllerModel.PcieToPciBridge));
        }
        else
        {
            var bridge = new PciBus(PciControllerModel.PciBridge);
            if (!_hasSlotForBridge)
            {
                // It takes the slot of a device that was placed before it, which then needs one here.
                bridge.TakeSlot(bridge.LastSlot);
            }
            _hasSlotForBridge = false;
            _buses.Add(bridge);
        }
    }

    public static CallerException Taken(Device device, PciAddress address) =>
        new(ErrorCodes.Definition.PlaceTaken, ("device", DeviceNames.Of(device)), ("address", address.ToString()));

    public static CallerException Misplaced(Device device, PciAddress address, string reason) =>
        new(ErrorCodes.Definition.Misplaced, ("device", DeviceNames.Of(device)), ("address", address.ToString()), ("reason", reason));
}
