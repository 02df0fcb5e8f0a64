namespace Pando.Model.Errors;

/// <summary>
/// A stable name of one kind of failure, such as <c>domain.not-found</c>. Scripts may rely on it: a code is
/// never renamed and never changes its meaning. The part before the first dot is its area, which names the
/// resource files that hold its texts.
/// </summary>
/// <param name="Name">Lower case words joined by dots and hyphens.</param>
/// <param name="Kind">What a surface makes of it.</param>
public readonly record struct ErrorCode(string Name, ErrorKind Kind)
{
    /// <summary>The area: the part of the name before the first dot.</summary>
    public string Area => Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
