using System.Globalization;
using Pando.Host.Files;
using Pando.Model.Errors;
using Pando.Model.Host;

namespace Pando.Host.Memory;

/// <summary>The kernel's files of huge pages (<see href="https://docs.kernel.org/admin-guide/mm/hugetlbpage.html"/>).</summary>
internal static class HugePageFiles
{
    private const string Nodes = "/sys/devices/system/node";
    private const string All = "/sys/kernel/mm/hugepages";
    private const string Prefix = "hugepages-";
    private const string Suffix = "kB";

    public static IEnumerable<HugePagePool> Read(HostFiles files)
    {
        int[] nodes = [.. files.Names(Nodes).Select(static name => Number(name, "node", string.Empty)).OfType<long>().Select(static node => (int)node).Order()];
        // A kernel without NUMA has the pools of one node, in the place of all.
        return nodes.Length == 0 ? Pools(files, 0, All) : nodes.SelectMany(node => Pools(files, node, $"{Nodes}/node{node}/hugepages"));
    }

    public static void Set(HostFiles files, int? node, long pageKiB, long count)
    {
        string folder = node is null ? All : $"{Nodes}/node{node}/hugepages";
        string file = string.Create(CultureInfo.InvariantCulture, $"{folder}/{Prefix}{pageKiB}{Suffix}/nr_hugepages");
        if (!files.Exists(file))
        {
            throw new CallerException(
                ErrorCodes.Host.NoHugePages,
                ("size", pageKiB.ToString(CultureInfo.InvariantCulture)), ("node", node?.ToString(CultureInfo.InvariantCulture) ?? "*"));
        }

        KernelSwitch.Set(files, file, count.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<HugePagePool> Pools(HostFiles files, int node, string folder) =>
        from name in files.Names(folder)
        let size = Number(name, Prefix, Suffix)
        where size is not null
        orderby size
        select new HugePagePool(node, size.Value, files.Number($"{folder}/{name}/nr_hugepages") ?? 0, files.Number($"{folder}/{name}/free_hugepages") ?? 0);

    private static long? Number(string name, string prefix, string suffix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(prefix.Length, name.Length - prefix.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
