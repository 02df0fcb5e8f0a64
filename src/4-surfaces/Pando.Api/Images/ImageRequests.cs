namespace Pando.Api.Images;

/// <summary>Builds an image from a distribution's own packages.</summary>
public sealed record ImageBuildRequest
{
    /// <summary>What is built: <c>debian-12</c>.</summary>
    public required string Recipe { get; init; }

    /// <summary>The image's name; absent: the recipe's.</summary>
    public string? Name { get; init; }

    /// <summary>How large a guest sees it; absent: the recipe's own size.</summary>
    public long? CapacityBytes { get; init; }

    /// <summary>Builds it anew where it exists; otherwise an image that is there is answered at once.</summary>
    public bool Rebuild { get; init; }
}

/// <summary>Fetches an image by http or https. A file goes to <see cref="Routes.ApiRoutes.ImageUpload"/> instead.</summary>
public sealed record ImageImportRequest
{
    /// <summary>The image's name.</summary>
    public required string Name { get; init; }

    /// <summary>An http or https URL.</summary>
    public required string Source { get; init; }

    /// <summary>What the file must hash to: <c>sha256:</c> or <c>sha512:</c> and hexadecimal digits.</summary>
    public string? Checksum { get; init; }

    /// <summary><c>qcow2</c> or <c>raw</c>; absent: qcow2 where the file says so by its header, else raw.</summary>
    public string? Format { get; init; }

    /// <summary>osinfo's short name of the system on it.</summary>
    public string? OsVariant { get; init; }
}
