namespace Pando.Model.NetworkFilters;

/// <summary>Which packets a rule is about.</summary>
/// <param name="Protocol">The protocol that they belong to.</param>
/// <param name="Conditions">What they have besides; all of it, in the protocol's own order.</param>
public sealed record FilterMatch(FilterProtocol Protocol, EquatableArray<FilterCondition> Conditions)
{
    /// <summary>Whether each of the conditions is turned round.</summary>
    public bool Negated { get; init; }

    /// <summary>A remark.</summary>
    public string? Comment { get; init; }

    /// <summary>The value of a condition; null where there is none.</summary>
    public string? Value(string field) => Conditions.Items.FirstOrDefault(condition => condition.Field == field)?.Value;
}

/// <summary>What a packet has to have.</summary>
/// <param name="Field">The attribute's name, one of <see cref="FilterFields.Of"/>.</param>
/// <param name="Value">In the form that <see cref="FilterValues"/> writes, or a <see cref="FilterVariable"/>.</param>
public sealed record FilterCondition(string Field, string Value);
