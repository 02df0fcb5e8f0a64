using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Images;
using Pando.Storage.Programs;

namespace Pando.Storage.Volumes;

/// <summary>
/// Images over other images, beside them: what is written goes into the overlay, and away with it. One that a host which lost its power
/// left behind is known by its name and by what it stands on.
/// </summary>
internal sealed class OverlayFiles(FileSystemLanes lanes, GuestDisks disks, QemuImg qemuImg, FileOwnership ownership)
{
    public async Task MakeAsync(Overlay overlay, CancellationToken cancellationToken)
    {
        var (directory, name) = Split(overlay);
        using var below = await disks.OpenAsync(overlay.Below, overlay.BelowFormat, readOnly: true, cancellationToken: cancellationToken);
        var capacity = VolumeCapacity.Of(below);
        using var folder = await InLaneAsync(directory, () => Folder.Open(directory), cancellationToken);
        using var draft = await InLaneAsync(directory, () => Begin(folder, name, overlay), cancellationToken);
        try
        {
            await qemuImg.CreateAsync(draft.File, name, capacity, (overlay.Below, overlay.BelowFormat), null, cancellationToken);
            await InLaneAsync(directory, () =>
            {
                ownership.TakeBack(draft.File, draft.Path);
                return draft.TryPublish() ? true : throw Taken(overlay);
            }, cancellationToken);
        }
        catch (Exception failure)
        {
            await InLaneAsync(directory, () => { draft.Abandon(); return true; }, CancellationToken.None);
            throw FullDisk.Recognised(failure, overlay.Path);
        }
    }

    public async Task DiscardAsync(Overlay overlay, CancellationToken cancellationToken)
    {
        var (directory, name) = Split(overlay);
        await InLaneAsync(directory, () =>
        {
            if (!Directory.Exists(directory))
            {
                return true;
            }
            using var folder = Folder.Open(directory);
            FileDraft.Remove(folder, name, overlay.Owner);
            folder.Remove(name);
            folder.Sync();
            return true;
        }, cancellationToken);
    }

    private FileDraft Begin(Folder folder, string name, Overlay overlay)
    {
        if (folder.TryStatus(name) is not null)
        {
            RequireLeftBehind(folder, name, overlay);
            folder.Remove(name);
        }
        var draft = FileDraft.Begin(folder, name, overlay.Owner);
        try
        {
            ownership.Lend(draft.File, draft.Path);
            return draft;
        }
        catch
        {
            draft.Abandon();
            draft.Dispose();
            throw;
        }
    }

    private static void RequireLeftBehind(Folder folder, string name, Overlay overlay)
    {
        try
        {
            using var file = folder.OpenFile(name, FileAccess.Read);
            if (BackingImage.Of(overlay.Path, BackingImage.ReadHeader(overlay.Path, file, encrypted: false))?.Path == overlay.Below)
            {
                return;
            }
        }
        catch (CallerException notOurs)
        {
            throw Taken(overlay, notOurs);
        }
        throw Taken(overlay);
    }

    private static (string Directory, string Name) Split(Overlay overlay) => (Path.GetDirectoryName(overlay.Path)!, Path.GetFileName(overlay.Path));

    private async Task<T> InLaneAsync<T>(string directory, Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await lanes.For(directory).RunAsync(directory, work, cancellationToken);
        }
        catch (Exception failure) when (failure is not PandoException)
        {
            throw FileFailures.Named(failure, directory);
        }
    }

    private static CallerException Taken(Overlay overlay, Exception? cause = null) => new(ErrorCodes.Storage.PathTaken, cause, ("path", overlay.Path));
}
