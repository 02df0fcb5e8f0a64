namespace Pando.Api.Client;

/// <summary>What is said of an image file that is sent.</summary>
public sealed record ImageUpload
{
    /// <summary>The image's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the file must hash to: <c>sha256:</c> or <c>sha512:</c> and hexadecimal digits.</summary>
    public string? Checksum { get; init; }

    /// <summary><c>qcow2</c> or <c>raw</c>; absent: qcow2 where the file says so by its header, else raw.</summary>
    public string? Format { get; init; }

    /// <summary>osinfo's short name of the system on it.</summary>
    public string? OsVariant { get; init; }
}
