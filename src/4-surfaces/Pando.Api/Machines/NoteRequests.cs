namespace Pando.Api.Machines;

/// <summary>A text for people: one of the two. An empty text takes it away.</summary>
public sealed record DescriptionRequest
{
    /// <summary>A short description, one line.</summary>
    public string? Title { get; init; }

    /// <summary>A description, any length.</summary>
    public string? Description { get; init; }
}

/// <summary>What a program keeps with a machine, under a namespace of its own.</summary>
public sealed record MetadataRequest
{
    /// <summary>The namespace.</summary>
    public required string Uri { get; init; }

    /// <summary>The prefix that the element gets.</summary>
    public string? Key { get; init; }

    /// <summary>One element, which is put into the namespace; absent: what is there is taken away.</summary>
    public string? Xml { get; init; }
}
