using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>One PCI bus while places are being given: which functions of which slots are taken.</summary>
internal sealed class PciBus(PciControllerModel model)
{
    private readonly byte[] _functions = new byte[32];

    // Slots whose first function is a root port: seven more go beside it.
    private readonly bool[] _ports = new bool[32];

    private bool _closed;

    public PciControllerModel Model { get; } = model;

    /// <summary>The slots a device can have. A port has one; on roots and bridges with hot-plug slot 0 belongs to the bus itself.</summary>
    private (int First, int Last) Slots => Model switch
    {
        PciControllerModel.PcieRootPort or PciControllerModel.PcieSwitchDownstreamPort or PciControllerModel.PciExpanderBus => (0, 0),
        PciControllerModel.DmiToPciBridge or PciControllerModel.PcieSwitchUpstreamPort or PciControllerModel.PcieExpanderBus => (0, 31),
        _ => (1, 31),
    };

    public int LastSlot => Slots.Last;

    public bool HasSlot(int slot) => slot >= Slots.First && slot <= Slots.Last;

    public bool IsTaken(int slot, int function) => (_functions[slot] & (1 << function)) != 0;

    public bool IsSlotTaken(int slot) => _functions[slot] != 0;

    /// <summary>Whether a device with function 0 shares its slot.</summary>
    public bool IsShared(int slot) => (_functions[slot] & ~1) != 0;

    public void Take(int slot, int function, bool isPort)
    {
        _ports[slot] |= isPort;
        _functions[slot] |= (byte)(1 << function);
    }

    /// <summary>Gives a function back.</summary>
    public void Free(int slot, int function) => _functions[slot] ^= (byte)(_functions[slot] & (1 << function));

    public void TakeSlot(int slot) => _functions[slot] = 0xff;

    /// <summary>Lets in only what has its place here already: the port of a running machine that knows no plugging.</summary>
    public void Close() => _closed = true;

    /// <summary>Whether a device that names no place can get one here.</summary>
    public bool Welcomes(PciNeed need) => !_closed && need switch
    {
        PciNeed.Express or PciNeed.ExpressBridge => Model is PciControllerModel.PcieRootPort or PciControllerModel.PcieSwitchDownstreamPort,
        PciNeed.SwitchPort => Model == PciControllerModel.PcieSwitchUpstreamPort,
        PciNeed.BesideRoot => Model is PciControllerModel.PciRoot or PciControllerModel.PcieRoot,
        // Only bridges go to a bus without hot-plug by themselves.
        PciNeed.Bridge when Model is PciControllerModel.DmiToPciBridge or PciControllerModel.PciExpanderBus => true,
        PciNeed.RootPort or PciNeed.RootComplex => Model == PciControllerModel.PcieRoot,
        _ => Model is PciControllerModel.PciRoot or PciControllerModel.PciBridge or PciControllerModel.PcieToPciBridge,
    };

    /// <summary>The first free place for such a device.</summary>
    public (int Slot, int Function)? Free(PciNeed need)
    {
        for (var slot = Slots.First; slot <= Slots.Last; slot++)
        {
            if (_functions[slot] == 0)
            {
                return (slot, 0);
            }
            for (var function = 1; need == PciNeed.RootPort && _ports[slot] && function < 8; function++)
            {
                if (!IsTaken(slot, function))
                {
                    return (slot, function);
                }
            }
        }
        return null;
    }
}
