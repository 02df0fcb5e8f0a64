using System.Globalization;
using Pando.Model.Domains.Devices;

namespace Pando.Networks.Functions;

/// <summary>A virtual function of a card of the host.</summary>
/// <param name="Address">Its place on the host's PCI.</param>
/// <param name="Card">The name of the card that it is a function of.</param>
/// <param name="Number">Which of that card's functions it is.</param>
/// <param name="IsOfHost">Whether the host still uses it itself: a device of it is switched on, or belongs to a bridge.</param>
internal sealed record HostFunction(PciAddress Address, string Card, int Number, bool IsOfHost);

/// <summary>Virtual functions as the kernel shows them (Documentation/PCI/pci-iov-howto.rst, Documentation/ABI/testing/sysfs-bus-pci).</summary>
/// <param name="sys">Where <c>/sys</c> is.</param>
internal sealed class HostFunctions(string sys)
{
    private const string FunctionPrefix = "virtfn";

    /// <summary>Whether a card can have functions at all, however many are switched on.</summary>
    public bool CanHave(string card) => File.Exists(Path.Combine(Device(card), "sriov_totalvfs"));

    /// <summary>The functions of a card that are switched on, by their numbers.</summary>
    public IReadOnlyList<HostFunction> Of(string card) => !Directory.Exists(Device(card))
        ? []
        :
        [
            .. Directory.EnumerateFileSystemEntries(Device(card), FunctionPrefix + "*")
                .Select(static link => (Link: link, Number: int.Parse(Path.GetFileName(link).AsSpan(FunctionPrefix.Length), CultureInfo.InvariantCulture)))
                .OrderBy(static one => one.Number)
                .Select(one => PlaceOf(one.Link) is { } place ? new HostFunction(place, card, one.Number, IsOfHost(place)) : null)
                .OfType<HostFunction>(),
        ];

    /// <summary>The function at a place; null where there is none, or what is there is no function of a card.</summary>
    public HostFunction? At(PciAddress place)
    {
        var parent = Path.Combine(Folder(place), "physfn", "net");
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent).SelectMany(card => Of(Path.GetFileName(card))).FirstOrDefault(function => function.Address.IsSamePlace(place))
            : null;
    }

    /// <summary>The function that a network device of the host is of; null where it is of none.</summary>
    public HostFunction? Behind(string device) => PlaceOf(Device(device)) is { } place ? At(place) : null;

    private bool IsOfHost(PciAddress place)
    {
        var devices = Path.Combine(Folder(place), "net");
        return Directory.Exists(devices) && Directory.EnumerateDirectories(devices).Any(static device =>
            new FileInfo(Path.Combine(device, "master")).LinkTarget is not null || File.ReadAllText(Path.Combine(device, "operstate")).Trim() is "up" or "unknown");
    }

    private string Device(string card) => Path.Combine(sys, "class/net", card, "device");

    private string Folder(PciAddress place) => Path.Combine(sys, "bus/pci/devices", place.ToString());

    /// <summary>The last part of what a link points to is the place: <c>0000:01:10.0</c>.</summary>
    private static PciAddress? PlaceOf(string link)
    {
        var name = new FileInfo(link).LinkTarget is { } target ? Path.GetFileName(target) : "";
        return name.Split(':', '.') is [var domain, var bus, var slot, var function]
            && Hex(domain) is { } d && Hex(bus) is { } b && Hex(slot) is { } s && Hex(function) is { } f
            ? new PciAddress(b, s, f, Domain: d)
            : null;
    }

    private static int? Hex(string text) => int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
