using Pando.Model.Domains.Devices;

namespace Pando.Networks.Filters.Compiling;

/// <summary>What variables stand for; each may have several values.</summary>
internal sealed class FilterVariables
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values;

    private FilterVariables(Dictionary<string, IReadOnlyList<string>> values) => _values = values;

    public static FilterVariables Of(IEnumerable<FilterParameter> parameters) => new(
        parameters.GroupBy(static parameter => parameter.Name, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static IReadOnlyList<string> (group) => [.. group.Select(static parameter => parameter.Value)], StringComparer.Ordinal));

    /// <summary>The values of one; null where nobody says any.</summary>
    public IReadOnlyList<string>? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>The same with what another filter is taken in with: what is said already is stronger.</summary>
    public FilterVariables Within(FilterReference reference)
    {
        if (reference.Parameters.IsEmpty)
        {
            return this;
        }
        var inner = Of(reference.Parameters)._values;
        foreach (var (name, values) in _values)
        {
            inner[name] = values;
        }
        return new FilterVariables(inner);
    }
}
