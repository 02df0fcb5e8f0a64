using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;

namespace Pando.Networks.Filters.Compiling;

/// <summary>A filter with all that it takes in.</summary>
internal static class FilterTree
{
    /// <summary>
    /// How many rules an interface may stand behind: filters that take each other in twice double them at each step, and lists of
    /// values multiply.
    /// </summary>
    public const int MostRules = 20_000;

    /// <summary>All rules, in the order in which they are met.</summary>
    /// <exception cref="CallerException"><c>nwfilter.not-found</c>, <c>nwfilter.reference-missing</c>, <c>nwfilter.loop</c>, <c>nwfilter.too-large</c>.</exception>
    public static IReadOnlyList<PlacedRule> Rules(FilterReference reference, FilterVariables values, Func<string, NetworkFilterDefinition?> find)
    {
        List<PlacedRule> rules = [];
        var entries = 0;
        Walk(Known(reference.Filter, find), values, find, [], Meet);
        return rules;

        void Meet(NetworkFilterDefinition filter, FilterRule? rule, FilterVariables said)
        {
            RefuseMany(reference.Filter, ++entries);
            if (rule is not null)
            {
                rules.Add(new PlacedRule(filter, rule, said));
            }
        }
    }

    /// <exception cref="CallerException"><c>nwfilter.too-large</c>.</exception>
    public static void RefuseMany(string filter, int rules)
    {
        if (rules > MostRules)
        {
            throw new CallerException(ErrorCodes.NetworkFilter.TooLarge, ("filter", filter), ("limit", MostRules.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The names of all filters that one is made of, itself among them; what is not there is left out.</summary>
    public static IReadOnlySet<string> Names(string filter, Func<string, NetworkFilterDefinition?> find)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        Queue<string> open = new([filter]);
        while (open.TryDequeue(out var name))
        {
            if (names.Add(name))
            {
                open.Enqueue((find(name)?.Includes ?? []).Select(static include => include.Reference.Filter));
            }
        }
        return names;
    }

    /// <summary>Refuses filters that would never come to an end.</summary>
    public static void RefuseLoop(NetworkFilterDefinition filter, Func<string, NetworkFilterDefinition?> find) => LookForLoop(filter, find, [], []);

    private static void Enqueue(this Queue<string> queue, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            queue.Enqueue(name);
        }
    }

    private static void Walk(
        NetworkFilterDefinition filter, FilterVariables values, Func<string, NetworkFilterDefinition?> find, IReadOnlyList<string> above,
        Action<NetworkFilterDefinition, FilterRule?, FilterVariables> met)
    {
        RefuseLoop(filter, above);
        foreach (var entry in filter.Entries)
        {
            met(filter, entry as FilterRule, values);
            if (entry is FilterInclude { Reference: var reference })
            {
                var inner = find(reference.Filter)
                    ?? throw new CallerException(ErrorCodes.NetworkFilter.ReferenceMissing, ("filter", filter.Name), ("reference", reference.Filter));
                Walk(inner, values.Within(reference), find, [.. above, filter.Name], met);
            }
        }
    }

    // What is not there yet cannot lead back: it is refused where it is used.
    private static void LookForLoop(NetworkFilterDefinition filter, Func<string, NetworkFilterDefinition?> find, IReadOnlyList<string> above, HashSet<string> clear)
    {
        RefuseLoop(filter, above);
        // Looked at by another way already: filters may lead to each other by many.
        if (clear.Contains(filter.Name))
        {
            return;
        }
        foreach (var inner in filter.Includes.Select(include => find(include.Reference.Filter)).OfType<NetworkFilterDefinition>())
        {
            LookForLoop(inner, find, [.. above, filter.Name], clear);
        }
        clear.Add(filter.Name);
    }

    private static void RefuseLoop(NetworkFilterDefinition filter, IReadOnlyList<string> above)
    {
        if (above.Contains(filter.Name, StringComparer.Ordinal))
        {
            throw new CallerException(
                ErrorCodes.NetworkFilter.Loop, ("filter", filter.Name), ("path", string.Join(" → ", above.SkipWhile(name => name != filter.Name).Append(filter.Name))));
        }
    }

    private static NetworkFilterDefinition Known(string name, Func<string, NetworkFilterDefinition?> find) =>
        find(name) ?? throw new CallerException(ErrorCodes.NetworkFilter.NotFound, ("filter", name));
}
