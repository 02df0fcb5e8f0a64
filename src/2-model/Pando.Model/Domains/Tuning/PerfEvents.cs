namespace Pando.Model.Domains;

/// <summary>What a definition counts.</summary>
public static class PerfEvents
{
    /// <summary>What is counted.</summary>
    public static IReadOnlyList<PerfEventName> Enabled(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [.. definition.PerfEvents.Items.Where(one => one.Enabled).Select(one => one.Name)];
    }

    /// <summary>The same machine with some of it changed; the others stay as they are.</summary>
    public static DomainDefinition With(DomainDefinition definition, IReadOnlyCollection<PerfEvent> changed)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var others = definition.PerfEvents.Items.Where(one => changed.All(change => change.Name != one.Name));
        return definition with { PerfEvents = others.Concat(changed).OrderBy(one => one.Name).ToEquatableArray() };
    }
}
