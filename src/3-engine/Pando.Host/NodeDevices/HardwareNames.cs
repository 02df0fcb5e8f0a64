using System.Globalization;

namespace Pando.Host.NodeDevices;

/// <summary>
/// Names for numbers of vendors and products, from the list that the distribution keeps (pci.ids(5), usb.ids): a vendor's line begins with its
/// number, its products' below it with a tab. Read once; a host without the list has no names.
/// </summary>
internal sealed class HardwareNames(params IReadOnlyList<string> files)
{
    private readonly Lazy<Dictionary<long, string>> _names = new(() => Read(files), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Those of PCI, where Debian, Fedora and SUSE keep them.</summary>
    public static HardwareNames Pci { get; } = new("/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids");

    /// <summary>Those of USB.</summary>
    public static HardwareNames Usb { get; } = new("/usr/share/misc/usb.ids", "/var/lib/usbutils/usb.ids", "/usr/share/hwdata/usb.ids");

    /// <summary>Who made it; null where the list does not know.</summary>
    public string? Vendor(int vendor) => _names.Value.GetValueOrDefault(Key(vendor, -1));

    /// <summary>What it is; null where the list does not know.</summary>
    public string? Product(int vendor, int product) => _names.Value.GetValueOrDefault(Key(vendor, product));

    // Both have 16 bits; that of a vendor alone stands before its products'.
    private static long Key(int vendor, int product) => ((long)vendor << 32) + product + 1;

    private static Dictionary<long, string> Read(IReadOnlyList<string> files)
    {
        var names = new Dictionary<long, string>();
        if (files.FirstOrDefault(File.Exists) is not { } list)
        {
            return names;
        }
        var vendor = -1;
        foreach (var line in File.ReadLines(list))
        {
            // Behind the vendors stand classes, which begin with a letter and a space.
            if (line.Length == 0 || line[0] == '#' || line.StartsWith("\t\t", StringComparison.Ordinal))
            {
                continue;
            }
            var isProduct = line[0] == '\t';
            var text = line.AsSpan(isProduct ? 1 : 0);
            if (text.Length < 6 || text[4] != ' ' || !int.TryParse(text[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            {
                vendor = isProduct ? vendor : -1;
                continue;
            }
            vendor = isProduct ? vendor : number;
            if (vendor >= 0)
            {
                names.TryAdd(isProduct ? Key(vendor, number) : Key(number, -1), text[6..].ToString());
            }
        }
        return names;
    }
}
