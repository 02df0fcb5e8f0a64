using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Images;
using Pando.Storage.Volumes;

namespace Pando.Storage.PoolDrivers;

/// <summary>Making and growing volumes.</summary>
internal sealed partial class DirPoolDriver
{
    // What is written here from memory holds secrets.
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task CreateAsync(VolumeRequest request, OpenedDisk? source, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var capacity = VolumeCapacity.Of(request, source);
        if (source is not null && request.FullCopy)
        {
            await RequireRoomAsync(await qemuImg.MeasureAsync(source, request.Format, cancellationToken), cancellationToken);
        }
        await MakeAsync(request, async draft =>
        {
            var linked = source is not null && !request.FullCopy ? (source.Chain[0].Path, source.Chain[0].Format) : default((string, string)?);
            if (request.Format is "qcow2")
            {
                await qemuImg.CreateAsync(draft, request.Name, capacity, linked, Options(request), cancellationToken);
            }
            else
            {
                await InLaneAsync(() => SetLength(draft, capacity), cancellationToken);
            }
            if (source is not null && request.FullCopy)
            {
                await qemuImg.CopyAsync(source, draft, request.Format, request.Name, share => progress?.Report((long)(share * capacity)), cancellationToken);
                progress?.Report(capacity);
            }
            if (request is { Format: "raw", AllocationBytes: > 0 and var allocation })
            {
                await InLaneAsync(() => Reserve(draft, Math.Min(allocation, capacity)), cancellationToken);
            }
        }, cancellationToken);
    }

    public Task WriteAsync(VolumeRequest request, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        MakeAsync(request, draft => InLaneAsync(() =>
        {
            RandomAccess.Write(draft, content.Span, 0);
            return true;
        }, cancellationToken), cancellationToken, OwnerOnlyFile);

    public async Task GrowAsync(string name, long capacityBytes, bool allocate, CancellationToken cancellationToken)
    {
        var format = await FormatOfAsync(name, cancellationToken);
        if (allocate && format is not "raw")
        {
            throw new CallerException(ErrorCodes.Storage.BadFormat, ("format", format));
        }
        using var disk = await disks.OpenAsync(PathOf(name), format, readOnly: false, cancellationToken: cancellationToken);
        var current = VolumeCapacity.Of(disk);
        VolumeCapacity.RequireGrowth(name, current, capacityBytes);
        if (format is "raw")
        {
            await InLaneAsync(() => allocate ? Reserve(disk.Chain[0].Handle, capacityBytes) : SetLength(disk.Chain[0].Handle, capacityBytes), cancellationToken);
            return;
        }
        await LendAsync(disk.Chain[0].Handle, () => qemuImg.GrowAsync(disk, name, capacityBytes, cancellationToken));
    }

    /// <summary>Makes a draft, lets it be filled, and gives it its name; whatever fails, nothing of it stays.</summary>
    private async Task MakeAsync(VolumeRequest request, Func<SafeFileHandle, Task> fill, CancellationToken cancellationToken, UnixFileMode? mode = null)
    {
        using var folder = await InLaneAsync(OpenFolder, cancellationToken);
        using var draft = await InLaneAsync(() => Begin(folder, request), cancellationToken);
        if (draft is null)
        {
            return;
        }
        try
        {
            await fill(draft.File);
            await InLaneAsync(() =>
            {
                ownership.TakeBack(draft.File, draft.Path, mode);
                return draft.TryPublish() ? true : throw Taken(request.Name);
            }, cancellationToken);
        }
        catch (Exception failure)
        {
            // A file system that doesn't answer keeps the draft; the job's undo knows its name.
            await InLaneAsync(() => { draft.Abandon(); return true; }, CancellationToken.None);
            throw FullDisk.Recognised(failure, PathOf(request.Name));
        }
    }

    /// <summary>A new draft; null when this very request has made its volume already.</summary>
    private FileDraft? Begin(Folder folder, VolumeRequest request)
    {
        var marks = Marks(folder);
        RequireFree(folder, request);
        if (folder.TryStatus(request.Name) is not null)
        {
            return null;
        }
        var draft = FileDraft.Begin(folder, request.Name, request.Owner);
        try
        {
            marks.Set(draft.File, request.Owner, request.Format);
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

    private async Task LendAsync(SafeFileHandle file, Func<Task> work)
    {
        await InLaneAsync(() => { ownership.Lend(file, definition.Path); return true; }, CancellationToken.None);
        try
        {
            await work();
        }
        finally
        {
            await InLaneAsync(() => { ownership.TakeBack(file, definition.Path); return true; }, CancellationToken.None);
        }
    }

    private Task RequireRoomAsync(long needed, CancellationToken cancellationToken) => InFolderAsync(folder =>
    {
        FullDisk.RequireRoom(folder, needed);
        return true;
    }, cancellationToken);

    private static string? Options(VolumeRequest request)
    {
        string?[] options = [request.LazyRefcounts ? "lazy_refcounts=on" : null, request.PreallocateMetadata ? "preallocation=metadata" : null];
        return string.Join(',', options.OfType<string>()) is { Length: > 0 } asked ? asked : null;
    }

    /// <summary>Takes room for a file's first bytes, growing it if need be. Where the file system cannot, it is only as long.</summary>
    private static bool Reserve(SafeFileHandle file, long length) =>
        FileAllocation.Reserve(file, 0, length) || RandomAccess.GetLength(file) >= length || SetLength(file, length);

    private static bool SetLength(SafeFileHandle file, long length)
    {
        RandomAccess.SetLength(file, length);
        return true;
    }
}
