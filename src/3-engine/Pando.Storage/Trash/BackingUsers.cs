using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Storage.FileSystems;
using Pando.Storage.PoolDrivers;
using Pando.Storage.Volumes;

namespace Pando.Storage.Trash;

/// <summary>Which volumes (those in the trash too) are backed by a file: such a file must stay.</summary>
internal sealed class BackingUsers(StoragePools pools, FileSystemLanes lanes)
{
    /// <summary>The volumes that are directly backed by the file at a path.</summary>
    /// <exception cref="PandoException">A pool cannot be looked at: then nobody knows, and the answer must not be "none".</exception>
    public async Task<IReadOnlyList<Volume>> OfAsync(string path, CancellationToken cancellationToken)
    {
        if (await IdentityAsync(path, cancellationToken) is not { } target)
        {
            return [];
        }
        var users = new List<Volume>();
        foreach (var view in pools.Views)
        {
            var listing = await view.RefreshAsync(cancellationToken);
            foreach (var backed in listing.Volumes.Concat(listing.Trashed).Where(static volume => volume.Backing is not null).GroupBy(static volume => volume.Backing!, StringComparer.Ordinal))
            {
                if (await IdentityAsync(backed.Key, cancellationToken) == target)
                {
                    users.AddRange(backed);
                }
            }
        }
        return users;
    }

    /// <summary>The names of the volumes that say they are backed by the path, by what was seen last: for lists, which wait for nothing.</summary>
    public async Task<IReadOnlyList<string>> KnownNamesAsync(string path, CancellationToken cancellationToken)
    {
        var listings = await Task.WhenAll(pools.Views.Select(view => view.ListingAsync(cancellationToken)));
        return
        [
            .. listings.OfType<PoolListing>().SelectMany(static listing => listing.Volumes)
                .Where(volume => string.Equals(volume.Backing, path, StringComparison.Ordinal))
                .Select(static volume => volume.Name).Order(StringComparer.Ordinal),
        ];
    }

    /// <exception cref="CallerException"><c>storage.volume-in-use</c>.</exception>
    public async Task RequireNoneAsync(string path, CancellationToken cancellationToken)
    {
        var users = await OfAsync(path, cancellationToken);
        if (users.Count > 0)
        {
            throw new CallerException(ErrorCodes.Storage.VolumeInUse, ("path", path), ("users", Names(users)));
        }
    }

    /// <summary>The users' names for a sentence.</summary>
    public static string Names(IReadOnlyList<Volume> users)
    {
        const int shown = 5;
        var names = string.Join(", ", users.Take(shown).Select(static volume => volume.Name));
        return users.Count > shown ? $"{names} (+{users.Count - shown})" : names;
    }

    /// <summary>Which file a path leads to; null when to none.</summary>
    private async Task<(ulong Device, ulong Inode)?> IdentityAsync(string path, CancellationToken cancellationToken) =>
        await lanes.For(path).RunAsync(path, () =>
        {
            try
            {
                var identity = PathWalk.Status(path).Identity;
                return (identity.Device, identity.Inode);
            }
            catch (PathWalkException failure) when (failure.Reason is PathRefusalReason.Missing or PathRefusalReason.NotADirectory)
            {
                return default((ulong, ulong)?);
            }
            catch (Exception failure)
            {
                throw FileFailures.Named(failure, path);
            }
        }, cancellationToken);
}
