using Pando.Model.Ports;
using Wire = Pando.Api.Trash;

namespace Pando.Rest.Mapping;

/// <summary>The trash in the contract's words.</summary>
internal static class TrashMapping
{
    /// <summary>One item.</summary>
    public static Wire.TrashItem Of(TrashedDefinition item, TimeSpan? retention) => new()
    {
        Id = item.TrashId,
        Kind = "machine",
        Name = item.Definition.Name,
        SubjectId = item.Definition.Id.ToString("D"),
        TrashedAt = item.At,
        By = item.By,
        ExpiresAt = item.At + retention,
        Bytes = item.Files.Sum(file => file.Bytes),
        Files = [.. item.Files.Select(file => new Wire.TrashedFile { Path = file.Original, Bytes = file.Bytes })],
    };
}
