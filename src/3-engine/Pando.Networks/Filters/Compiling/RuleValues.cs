using Pando.Model.Errors;
using Pando.Model.NetworkFilters;

namespace Pando.Networks.Filters.Compiling;

/// <summary>The values of a rule's attributes with no variable left: one set of them for each way to fill them in.</summary>
internal static class RuleValues
{
    /// <exception cref="CallerException"><c>nwfilter.variable-missing</c>, <c>nwfilter.variable-bad</c>, <c>nwfilter.lists-differ</c>.</exception>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Of(PlacedRule placed, FilteredCard card)
    {
        if (placed.Rule.Match is not { } match)
        {
            return [new Dictionary<string, string>(StringComparer.Ordinal)];
        }
        var walks = Walks(placed, match, card);
        return Places(walks).Select(places => Filled(placed, match, card, places));
    }

    /// <summary>How long each walk through lists is.</summary>
    private static SortedDictionary<int, int> Walks(PlacedRule placed, FilterMatch match, FilteredCard card)
    {
        SortedDictionary<int, int> lengths = [];
        Dictionary<int, FilterVariable> first = [];
        foreach (var variable in match.Conditions.Items.Select(static condition => Variable(condition.Value)).OfType<FilterVariable>().Where(static variable => variable.Place is null))
        {
            var length = Values(placed, variable, card).Count;
            if (lengths.TryGetValue(variable.Turn, out var known) && known != length)
            {
                throw Error(ErrorCodes.NetworkFilter.ListsDiffer, placed, card, ("variable", first[variable.Turn].Name), ("other", variable.Name));
            }
            lengths[variable.Turn] = length;
            first.TryAdd(variable.Turn, variable);
        }
        return lengths;
    }

    private static IEnumerable<Dictionary<int, int>> Places(SortedDictionary<int, int> walks) => walks.Aggregate(
        (IEnumerable<Dictionary<int, int>>)[[]],
        static (all, walk) => all.SelectMany(places => Enumerable.Range(0, walk.Value).Select(place => new Dictionary<int, int>(places) { [walk.Key] = place })));

    private static Dictionary<string, string> Filled(PlacedRule placed, FilterMatch match, FilteredCard card, Dictionary<int, int> places) =>
        match.Conditions.Items.ToDictionary(
            static condition => condition.Field,
            condition => Variable(condition.Value) is { } variable ? Value(placed, match, condition.Field, variable, card, places) : condition.Value,
            StringComparer.Ordinal);

    private static string Value(PlacedRule placed, FilterMatch match, string field, FilterVariable variable, FilteredCard card, Dictionary<int, int> places)
    {
        var values = Values(placed, variable, card);
        var place = variable.Place ?? places[variable.Turn];
        var text = place < values.Count ? values[place] : throw Error(ErrorCodes.NetworkFilter.VariableMissing, placed, card, ("variable", variable.ToString()[1..]));
        var kind = FilterFields.Of(match.Protocol).First(known => known.Name == field).Kind;
        return FilterValues.Read(kind, text) ?? throw Error(
            ErrorCodes.NetworkFilter.VariableBad, placed, card, ("variable", variable.Name), ("value", text), ("reason", $"@{field}: {FilterValues.Expected(kind)}"));
    }

    private static IReadOnlyList<string> Values(PlacedRule placed, FilterVariable variable, FilteredCard card) =>
        placed.Values.Find(variable.Name) is { Count: > 0 } values ? values : throw Error(ErrorCodes.NetworkFilter.VariableMissing, placed, card, ("variable", variable.Name));

    private static FilterVariable? Variable(string value) => FilterVariable.Is(value) && FilterVariable.TryParse(value, out var variable) ? variable : null;

    private static CallerException Error(ErrorCode code, PlacedRule placed, FilteredCard card, params ErrorFact[] facts) =>
        new(code, [("name", card.Machine), ("device", card.Device), ("filter", placed.Filter.Name), .. facts]);
}
