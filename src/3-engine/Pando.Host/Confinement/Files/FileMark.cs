using System.Text.Json.Serialization;

namespace Pando.Host.Confinement.Files;

/// <summary>
/// How a file was before machines used it, and which of them do. It is on the disk before the file is changed, and goes when
/// the last of them has given it back.
/// </summary>
internal sealed record FileMark
{
    public required string Path { get; init; }

    public required ulong Inode { get; init; }

    /// <summary>Machines that have it.</summary>
    public required IReadOnlyList<Guid> Holders { get; init; }

    /// <summary>Its SELinux context before; null where it is not changed.</summary>
    public string? Context { get; init; }

    /// <summary>What was put in its place.</summary>
    public string? NewContext { get; init; }

    /// <summary>Its owner before; null where it is not changed.</summary>
    public FileOwner? Owner { get; init; }

    /// <summary>What was put in its place.</summary>
    public FileOwner? NewOwner { get; init; }
}

/// <summary>A file's owner, group and permission bits.</summary>
internal sealed record FileOwner(uint Uid, uint Gid, int Mode);

[JsonSerializable(typeof(FileMark))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class FileMarkJson : JsonSerializerContext;
