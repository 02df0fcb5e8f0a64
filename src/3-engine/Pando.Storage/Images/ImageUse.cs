using Pando.Model.Errors;
using Pando.Storage.Images.Store;
using Pando.Storage.Trash;

namespace Pando.Storage.Images;

/// <summary>Who needs an image's files: volumes that are backed by them, and clones that are just being made.</summary>
internal sealed class ImageUse(ImageFiles files, BackingUsers users)
{
    public ImageLeases Leases { get; } = new();

    /// <summary>Whether somebody needs that file.</summary>
    public async Task<bool> IsUsedAsync(string file, CancellationToken cancellationToken) =>
        Leases.IsTaken(files.PathOf(file)) || (await users.OfAsync(files.PathOf(file), cancellationToken)).Count > 0;

    /// <exception cref="CallerException"><c>image.in-use</c>, <c>image.being-cloned</c>.</exception>
    public async Task RequireNoneAsync(ImageRecord image, CancellationToken cancellationToken)
    {
        foreach (var path in image.Superseded.Prepend(image.File).Select(files.PathOf))
        {
            // A clone shows in a listing before its lease ends: asked in this order, none is missed.
            if (Leases.IsTaken(path))
            {
                throw new CallerException(ErrorCodes.Image.BeingCloned, ("name", image.Name));
            }
            if (await users.OfAsync(path, cancellationToken) is { Count: > 0 } found)
            {
                throw new CallerException(ErrorCodes.Image.InUse, ("name", image.Name), ("users", BackingUsers.Names(found)));
            }
        }
    }

    public static CallerException NotFound(string name) => new(ErrorCodes.Image.NotFound, ("name", name));
}
