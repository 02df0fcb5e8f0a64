namespace Pando.Api.Versions;

/// <summary>One version of a definition: who made it, when and why.</summary>
public sealed record DefinitionVersion
{
    /// <summary>1 for the first; never used again.</summary>
    public required int Number { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who made it.</summary>
    public required string By { get; init; }

    /// <summary>Why; absent when nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>What was done: <c>define</c>, <c>edit</c>, <c>revert to 3</c>…</summary>
    public required string Change { get; init; }

    /// <summary>Whether it is the one that the next start uses.</summary>
    public required bool Current { get; init; }

    /// <summary>The definition, without secrets; absent in lists.</summary>
    public string? Xml { get; init; }
}
