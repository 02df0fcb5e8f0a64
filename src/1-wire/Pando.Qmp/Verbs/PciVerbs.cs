using System.Text.Json.Serialization;

namespace Pando.Qmp;

/// <summary>The PCI buses and what sits on them.</summary>
public sealed record QueryPci() : QmpVerb<IReadOnlyList<PciBusInfo>>("query-pci");

/// <summary>One PCI bus.</summary>
/// <param name="Bus">Its number.</param>
/// <param name="Devices">What sits on it.</param>
public sealed record PciBusInfo(int Bus, IReadOnlyList<PciDeviceInfo> Devices);

/// <summary>One PCI function.</summary>
/// <param name="Bus">The bus's number; changes when the guest renumbers.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Function">Its function.</param>
/// <param name="DeviceId">The id it was given, or empty.</param>
/// <param name="Id">Vendor and device numbers.</param>
/// <param name="PciBridge">What is behind it, when it is a bridge.</param>
public sealed record PciDeviceInfo(
    int Bus,
    int Slot,
    int Function,
    [property: JsonPropertyName("qdev_id")] string DeviceId,
    PciDeviceNumbers Id,
    [property: JsonPropertyName("pci_bridge")] PciBridgeInfo? PciBridge = null);

/// <summary>The numbers of a PCI function.</summary>
/// <param name="Vendor">Vendor.</param>
/// <param name="Device">Device.</param>
public sealed record PciDeviceNumbers(int Vendor, int Device);

/// <summary>What is behind a bridge.</summary>
/// <param name="Devices">The functions there; null when none.</param>
public sealed record PciBridgeInfo(IReadOnlyList<PciDeviceInfo>? Devices = null);
