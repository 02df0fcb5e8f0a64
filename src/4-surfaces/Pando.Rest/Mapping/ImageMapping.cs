using Pando.Storage.Images;
using Wire = Pando.Api.Images;

namespace Pando.Rest.Mapping;

/// <summary>Guest images in the contract's words.</summary>
internal static class ImageMapping
{
    /// <summary>An image.</summary>
    /// <param name="image">Which.</param>
    /// <param name="uploaded">Whether it was sent: where the file lay for the moment tells nobody anything.</param>
    public static Wire.Image Of(GuestImage image, bool uploaded) => new()
    {
        Name = image.Name,
        Title = image.Title,
        Source = uploaded ? "upload" : image.Source,
        OsVariant = image.OsVariant,
        Format = image.Format,
        CapacityBytes = image.CapacityBytes,
        AllocationBytes = image.AllocationBytes ?? 0,
        Checksum = image.Checksum,
        CreatedAt = image.CreatedAt,
        Path = image.Path,
        UsedBy = image.UsedBy,
    };
}
