using Pando.Model.Ports;
using Wire = Pando.Api.Trash;

namespace Pando.Rest.Mapping;

/// <summary>The trash in the contract's words.</summary>
internal static class TrashMapping
{
    public const string Machine = "machine";
    public const string Network = "network";

    /// <summary>One item.</summary>
    public static Wire.TrashItem Of(TrashedDefinition item, TimeSpan? retention, string kind = Machine) => new()
    {
        Id = item.TrashId,
        Kind = kind,
        Name = item.Definition.Name,
        SubjectId = item.Definition.Id.ToString("D"),
        TrashedAt = item.At,
        By = item.By,
        ExpiresAt = item.At + retention,
        Bytes = item.Files.Sum(file => file.Bytes),
        Files = [.. item.Files.Select(file => new Wire.TrashedFile { Path = file.Original, Bytes = file.Bytes })],
    };
}
