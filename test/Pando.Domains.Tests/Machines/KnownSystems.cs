using Pando.Model.Host;
using Pando.Model.Ports;
using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Domains.Tests.Machines;

/// <summary>Two systems, as different as they come.</summary>
internal sealed class KnownSystems : IOperatingSystems
{
    public static readonly OperatingSystem Linux = new()
    {
        Id = "http://example.org/tree/1",
        ShortIds = ["tree1"],
        Name = "Tree 1",
        Family = "linux",
        Recommended = new OperatingSystemNeeds(2, 3 << 20, null),
        Devices =
        [
            "http://pcisig.com/pci/1af4/1042", "http://pcisig.com/pci/1af4/1041", "http://pcisig.com/pci/1af4/1044",
            "http://pcisig.com/pci/1af4/1050", "http://qemu.org/chipset/x86/q35",
        ],
    };

    public static readonly OperatingSystem Windows = new()
    {
        Id = "http://example.org/pane/11",
        ShortIds = ["pane11"],
        Name = "Pane 11",
        Family = "winnt",
        BootsBios = false,
        BootsUefi = true,
        Minimum = new OperatingSystemNeeds(2, 4 << 20, null),
        Devices = ["http://pcisig.com/pci/8086/10d3", "http://qemu.org/chipset/x86/q35"],
    };

    public IReadOnlyList<OperatingSystem> All { get; } = [Windows, Linux];

    public OperatingSystem? Find(string name) => All.FirstOrDefault(system => system.ShortIds.Items.Contains(name));

    public OperatingSystem? Nearest(string name) => Find(name);
}
