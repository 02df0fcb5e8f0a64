namespace Pando.Model.Domains;

/// <summary>A guest's NUMA nodes as they are when a definition leaves something of them open.</summary>
internal static class NumaDefaults
{
    /// <summary>Processors that no node names are the first's; a distance that is said one way holds both ways.</summary>
    public static GuestNuma Complete(GuestNuma numa, int vcpus)
    {
        var named = numa.Cells.Items.SelectMany(cell => cell.Cpus?.Numbers.Items ?? []).ToHashSet();
        var left = Enumerable.Range(0, vcpus).Where(cpu => !named.Contains(cpu)).ToList();
        var cells = numa.Cells;
        if (left.Count > 0)
        {
            cells = cells.SetItem(0, cells[0] with { Cpus = NumberSet.Of([.. cells[0].Cpus?.Numbers.Items ?? [], .. left]) });
        }
        return numa with { Cells = Distances(cells) };
    }

    private static EquatableArray<NumaCell> Distances(EquatableArray<NumaCell> cells)
    {
        if (cells.Items.All(cell => cell.Distances.IsEmpty))
        {
            return cells;
        }
        return cells.Items.Select(cell => cell with { Distances = cells.Items.Select(other => Between(cells, cell.Id, other.Id)).OfType<NumaDistance>().ToEquatableArray() }).ToEquatableArray();
    }

    private static NumaDistance? Between(EquatableArray<NumaCell> cells, int from, int to) =>
        Said(cells, from, to) is { } said ? said
        : Said(cells, to, from) is { } back ? back with { Cell = to }
        : from == to && cells.Items.Any(cell => Said(cells, from, cell.Id) is not null || Said(cells, cell.Id, from) is not null) ? new NumaDistance(to, NumaDistance.Local)
        : null;

    private static NumaDistance? Said(EquatableArray<NumaCell> cells, int from, int to) =>
        cells[from].Distances.Items.FirstOrDefault(distance => distance.Cell == to);
}
