using Pando.Model;
using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Host.OperatingSystems;

/// <summary>Adds to every system what it inherits, as libosinfo does: devices and firmware from all ancestors, needs where it states none.</summary>
internal sealed class OsinfoInheritance(IReadOnlyDictionary<string, OsinfoEntry> entries)
{
    private readonly Dictionary<string, OperatingSystem> _whole = new(StringComparer.Ordinal);

    /// <summary>Every system, whole.</summary>
    public IEnumerable<OperatingSystem> All() => entries.Keys.Select(id => Whole(id, [])).OfType<OperatingSystem>();

    /// <param name="id">Whose entry.</param>
    /// <param name="asking">Who asks, up to the first: a file that derives from itself inherits nothing by that.</param>
    private OperatingSystem? Whole(string id, HashSet<string> asking)
    {
        if (_whole.TryGetValue(id, out OperatingSystem? known))
        {
            return known;
        }

        if (!entries.TryGetValue(id, out OsinfoEntry? entry) || !asking.Add(id))
        {
            return null;
        }

        OperatingSystem whole = entry.Parents.Select(parent => Whole(parent, asking)).OfType<OperatingSystem>().Aggregate(entry.Own, Inherit);
        asking.Remove(id);
        return _whole[id] = whole with { Devices = [.. whole.Devices.Items.Except(entry.RemovedDevices, StringComparer.Ordinal)] };
    }

    private static OperatingSystem Inherit(OperatingSystem own, OperatingSystem parent) => own with
    {
        Vendor = own.Vendor ?? parent.Vendor,
        Family = own.Family ?? parent.Family,
        Distribution = own.Distribution ?? parent.Distribution,
        Minimum = own.Minimum ?? parent.Minimum,
        Recommended = own.Recommended ?? parent.Recommended,
        BootsUefi = own.BootsUefi ?? parent.BootsUefi,
        BootsBios = own.BootsBios ?? parent.BootsBios,
        Devices = [.. own.Devices.Items, .. parent.Devices.Items],
    };
}
