namespace Pando.Api.Problems;

/// <summary>
/// A failure as RFC 9457 problem details (<c>application/problem+json</c>), with members of our own.
/// Its texts are in the language of the request's Accept-Language.
/// </summary>
public sealed record Problem
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>What comes before the code in <see cref="Type"/>.</summary>
    public const string TypePrefix = "urn:pando:error:";

    /// <summary>The code as a URI: <c>urn:pando:error:domain.not-found</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The same for every problem of this status: <c>Not Found</c>.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>What happened to which thing and why, in one sentence.</summary>
    public string? Detail { get; init; }

    /// <summary>The path that was asked for.</summary>
    public string? Instance { get; init; }

    /// <summary>The stable name of what happened: <c>domain.not-found</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What sort of failure it is.</summary>
    public required ProblemKind Kind { get; init; }

    /// <summary>The names and values that the sentence is made of.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>What to do about it; absent where that cannot be known.</summary>
    public string? Remedy { get; init; }

    /// <summary>What QEMU or another program said, word for word.</summary>
    public string? PeerWords { get; init; }

    /// <summary>The line of the XML that was sent, from 1; absent where it isn't about XML.</summary>
    public int? Line { get; init; }

    /// <summary>The column in that line, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>The element or attribute as an XPath: <c>/domain/devices/disk[2]/source/@file</c>; absent where the XML cannot be read.</summary>
    public string? Element { get; init; }

    /// <summary>The job's step that failed; absent where no job did.</summary>
    public string? Step { get; init; }
}
