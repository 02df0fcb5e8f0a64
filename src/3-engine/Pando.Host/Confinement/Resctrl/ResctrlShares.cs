using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Host.Confinement.Resctrl;

/// <summary>
/// Finds what a group gets among what nobody has: of a cache, ways that neither the group of everything nor any other
/// group has; of bandwidth, what the limits of others leave of a hundred percent.
/// </summary>
internal sealed class ResctrlShares(ResctrlTree tree, string machine)
{
    private const ulong Whole = 100;
    private const string CacheTune = "cputune/cachetune";
    private const string MemoryTune = "cputune/memorytune";

    private readonly Schemata _default = tree.Default();
    private readonly IReadOnlyList<Schemata> _others = [.. tree.Groups().Select(static group => group.Schemata)];

    /// <summary>What is to be written for it. Of what is not named it has what everything has.</summary>
    /// <exception cref="CallerException"><c>confinement.value-refused</c>: this host has no such part to give.</exception>
    public Schemata For(VcpuGroup group)
    {
        var schemata = new Schemata();
        foreach (var (resource, values) in _default.Resources.Where(static resource => resource.Key.StartsWith('L')))
        {
            foreach (var (id, mask) in values)
            {
                schemata.Set(resource, id, mask);
            }
        }

        foreach (CachePart part in group.Caches)
        {
            Add(schemata, part);
        }

        foreach (NodeBandwidth node in group.Nodes)
        {
            Add(schemata, node);
        }

        return schemata;
    }

    private void Add(Schemata schemata, CachePart part)
    {
        string Value() => string.Create(CultureInfo.InvariantCulture, $"L{part.Level} {part.Kind} {part.CacheId}: {part.SizeBytes} B");
        if (tree.Cache(part.Level, part.Kind) is not { } cache || !cache.Sizes.TryGetValue(part.CacheId, out long size) || _default.Value(cache.Resource, part.CacheId) is null)
        {
            throw Refused(CacheTune, Value(), "confinement.reason.no-such-cache");
        }

        long way = size / cache.Ways;
        long ways = part.SizeBytes / way;
        if (part.SizeBytes % way != 0 || ways < cache.LeastWays)
        {
            // How large the parts are is what the caller has to know.
            throw Refused(CacheTune, $"{Value()} (1 = {way.ToString(CultureInfo.InvariantCulture)} B)", ways < cache.LeastWays ? "confinement.reason.too-few-ways" : "confinement.reason.part-of-a-way");
        }

        if (ways >= cache.Ways)
        {
            throw Refused(CacheTune, Value(), "confinement.reason.whole-cache");
        }

        schemata.Set(cache.Resource, part.CacheId, CacheWays.Place(Free(cache, part.CacheId), (int)ways) ?? throw Refused(CacheTune, Value(), "confinement.reason.cache-taken"));
    }

    private void Add(Schemata schemata, NodeBandwidth node)
    {
        string value = string.Create(CultureInfo.InvariantCulture, $"{node.Node}: {node.Percent} %");
        ulong? all = _default.Value(ResctrlTree.Bandwidth, node.Node);
        if (tree.MemoryBandwidth() is not { } divided || all is null)
        {
            throw Refused(MemoryTune, value, "confinement.reason.no-bandwidth");
        }

        // Mounted with mba_MBps the kernel counts megabytes, and a percentage says nothing.
        if (all > Whole)
        {
            throw Refused(MemoryTune, value, "confinement.reason.bandwidth-in-megabytes");
        }

        if (node.Percent < divided.Least || node.Percent % divided.Step != 0)
        {
            throw Refused(MemoryTune, value, "confinement.reason.bandwidth-step");
        }

        // A group that is not limited (every new one) holds no share.
        ulong taken = _others.Select(other => other.Value(ResctrlTree.Bandwidth, node.Node)).Where(static share => share < Whole).Aggregate(0UL, static (sum, share) => sum + share!.Value);
        if (taken + (ulong)node.Percent > Whole)
        {
            throw Refused(MemoryTune, value, "confinement.reason.bandwidth-taken");
        }

        schemata.Set(ResctrlTree.Bandwidth, node.Node, (ulong)node.Percent);
    }

    private ulong Free(DividedCache cache, int id) =>
        _others.Append(_default).Select(other => other.Value(cache.Resource, id) ?? 0).Aggregate(CacheWays.Row(cache.Ways), static (free, taken) => free & ~taken);

    private CallerException Refused(string what, string value, string reason) =>
        new(ErrorCodes.Confinement.ValueRefused, ("name", machine), ("what", what), ("value", value), ("reason", reason));
}
