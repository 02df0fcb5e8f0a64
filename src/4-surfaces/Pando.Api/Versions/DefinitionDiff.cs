namespace Pando.Api.Versions;

/// <summary>What differs between two versions of a definition.</summary>
public sealed record DefinitionDiff
{
    /// <summary>The older side.</summary>
    public required int From { get; init; }

    /// <summary>The newer side.</summary>
    public required int To { get; init; }

    /// <summary>A unified diff of the two texts (diff -u), without secrets; empty when they are the same.</summary>
    public required string Text { get; init; }
}
