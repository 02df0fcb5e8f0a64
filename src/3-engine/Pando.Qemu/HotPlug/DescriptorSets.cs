using System.Globalization;
using Pando.Qmp;

namespace Pando.Qemu.HotPlug;

/// <summary>The sets of descriptors that a running QEMU opens like files (<c>/dev/fdset/N</c>).</summary>
internal static class DescriptorSets
{
    private const string Prefix = "/dev/fdset/";

    // QEMU itself gives the lowest number that is free: ours are far away from those.
    private const int FirstOfPlugs = 1000;

    /// <summary>A number from which on none exists.</summary>
    public static async Task<int> FreeAsync(IQmpExecutor qemu, CancellationToken cancellationToken)
    {
        IReadOnlyList<FdsetInfo> sets = await qemu.ExecuteAsync(new QueryFdsets(), null, cancellationToken);
        return Math.Max(FirstOfPlugs, (int)sets.Select(set => set.FdsetId).DefaultIfEmpty(0).Max() + 1);
    }

    /// <summary>Closes those of these names that are sets.</summary>
    /// <returns>What they were noted as when they were handed over.</returns>
    public static async Task<IReadOnlyList<string>> CloseAsync(IQmpExecutor qemu, string[] names, CancellationToken cancellationToken)
    {
        var closed = new List<string>();
        IReadOnlyList<FdsetInfo> there = names.Any(IsSet) ? await qemu.ExecuteAsync(new QueryFdsets(), null, cancellationToken) : [];
        foreach (FdsetInfo set in there.Where(set => names.Contains(Prefix + set.FdsetId.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal)))
        {
            closed.AddRange(set.Fds.Select(fd => fd.Opaque).OfType<string>());
            await qemu.ExecuteAsync(new RemoveFd(set.FdsetId), null, cancellationToken);
        }

        return closed;
    }

    /// <summary>Closes one set for each of these notes. Where another device opened the same file it has a copy of its own.</summary>
    public static async Task RemoveAsync(IQmpExecutor qemu, IEnumerable<string> notes, CancellationToken cancellationToken)
    {
        IReadOnlyList<FdsetInfo> there = await qemu.ExecuteAsync(new QueryFdsets(), null, cancellationToken);
        foreach (string note in notes)
        {
            if (there.LastOrDefault(set => set.Fds.Any(fd => fd.Opaque == note)) is { } set)
            {
                await qemu.ExecuteAsync(new RemoveFd(set.FdsetId), null, cancellationToken);
            }
        }
    }

    private static bool IsSet(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);
}
