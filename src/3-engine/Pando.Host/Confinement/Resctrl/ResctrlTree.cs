using System.Globalization;
using System.Numerics;
using Pando.Host.Files;
using Pando.Model.Domains;

namespace Pando.Host.Confinement.Resctrl;

/// <summary>A cache that can be divided.</summary>
/// <param name="Resource">Its name in <c>schemata</c>.</param>
/// <param name="Ways">How many ways it has.</param>
/// <param name="LeastWays">How few a group may have.</param>
/// <param name="Sizes">How large each of them is, in bytes, by its id.</param>
internal sealed record DividedCache(string Resource, int Ways, int LeastWays, IReadOnlyDictionary<int, long> Sizes);

/// <summary>How memory bandwidth can be divided, in percent.</summary>
/// <param name="Least">How little a group may have.</param>
/// <param name="Step">Of what it must be a multiple.</param>
internal sealed record DividedBandwidth(int Least, int Step);

/// <summary>What resctrl offers on this host (Documentation/arch/x86/resctrl.rst): the default group, all others, and how caches and bandwidth divide.</summary>
internal sealed class ResctrlTree(HostFiles files)
{
    public const string Bandwidth = "MB";
    public const string Monitors = "mon_groups";
    private const string Mount = "/sys/fs/resctrl";
    private const string Caches = "/sys/devices/system/cpu";

    public string Directory => files.PathOf(Mount);

    public bool IsThere => files.Exists(Mount + "/schemata");

    /// <summary>Whether a use of that name is measured: <c>llc_occupancy</c>, <c>mbm_total_bytes</c>.</summary>
    public bool Measures(string feature) => files.Lines(Mount + "/info/L3_MON/mon_features").Contains(feature, StringComparer.Ordinal);

    /// <summary>What the group of everything that is in no other gets.</summary>
    public Schemata Default() => Schemata.Parse(files.Lines(Mount + "/schemata"));

    /// <summary>What each other group gets, by its directory's name.</summary>
    public IEnumerable<(string Name, Schemata Schemata)> Groups() =>
        from name in files.Names(Mount)
        where name is not "info" and not "mon_data" and not Monitors && files.Exists($"{Mount}/{name}/schemata")
        select (name, Schemata.Parse(files.Lines($"{Mount}/{name}/schemata")));

    /// <summary>Why the kernel refused what was written last, in its words; null where it does not say.</summary>
    public string? LastRefusal() => files.Text(Mount + "/info/last_cmd_status") is { Length: > 0 } said and not "ok" ? said : null;

    /// <summary>Null where such caches cannot be divided. Code and data apart only where the host was mounted so (<c>cdp</c>).</summary>
    public DividedCache? Cache(int level, CacheKind kind)
    {
        string resource = string.Create(CultureInfo.InvariantCulture, $"L{level}") + kind switch { CacheKind.Code => "CODE", CacheKind.Data => "DATA", _ => "" };
        string info = $"{Mount}/info/{resource}";
        return ulong.TryParse(files.Text(info + "/cbm_mask"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong mask)
            ? new DividedCache(resource, BitOperations.PopCount(mask), (int)(files.Number(info + "/min_cbm_bits") ?? 1), Sizes(level))
            : null;
    }

    /// <summary>Null where it cannot be divided.</summary>
    public DividedBandwidth? MemoryBandwidth() =>
        files.Number($"{Mount}/info/{Bandwidth}/min_bandwidth") is { } least
            ? new DividedBandwidth((int)least, (int)(files.Number($"{Mount}/info/{Bandwidth}/bandwidth_gran") ?? 1))
            : null;

    private Dictionary<int, long> Sizes(int level)
    {
        var sizes = new Dictionary<int, long>();
        foreach (string cpu in files.Names(Caches).Where(static name => name.StartsWith("cpu", StringComparison.Ordinal) && name.Length > 3 && char.IsAsciiDigit(name[3])))
        {
            foreach (string index in files.Names($"{Caches}/{cpu}/cache"))
            {
                string cache = $"{Caches}/{cpu}/cache/{index}";
                if (files.Number(cache + "/level") == level && files.Number(cache + "/id") is { } id && Size(files.Text(cache + "/size")) is { } size)
                {
                    sizes[(int)id] = size;
                }
            }
        }

        return sizes;
    }

    private static long? Size(string? text) =>
        text is [.. var number, 'K'] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kib) ? kib << 10 : null;
}
