using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Storage.FileSystems;
using Pando.Storage.Volumes;

namespace Pando.Storage.Images.Store;

/// <summary>The directory of guest images. A file in it is whole, read-only and never changed.</summary>
internal sealed class ImageFiles(InstancePaths paths, FileOwnership ownership, FileSystemLanes lanes)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Where the images are.</summary>
    public string Folder => paths.ImageStore;

    /// <summary>The name of the file that a job makes for an image.</summary>
    public static string NameFor(string image, JobId job) => $"{image}.{job.Value.ToString("N")[^12..]}.qcow2";

    public string PathOf(string file) => Path.Join(paths.ImageStore, file);

    public Task StartAsync(CancellationToken cancellationToken) => RunAsync(() => Directory.CreateDirectory(paths.ImageStore, OwnerOnly), cancellationToken);

    /// <summary>
    /// Makes a file of the store: <paramref name="fill"/> writes it while it is a draft that belongs to QEMU's user.
    /// </summary>
    /// <returns>The checksum.</returns>
    public async Task<string> MakeAsync(string file, string owner, Func<SafeFileHandle, Task> fill, CancellationToken cancellationToken)
    {
        using var folder = await RunAsync(Open, cancellationToken);
        using var draft = await RunAsync(() => FileDraft.Begin(folder, VolumeName.Check(file), owner), cancellationToken);
        try
        {
            await RunAsync(() => { ownership.Lend(draft.File, draft.Path); return true; }, cancellationToken);
            await fill(draft.File);
            var checksum = await ChecksumAsync(draft.File, HashAlgorithmName.SHA256, null, cancellationToken);
            await RunAsync(() =>
            {
                ownership.TakeBack(draft.File, draft.Path, ReadOnly);
                draft.PublishOver();
                return true;
            }, cancellationToken);
            return checksum;
        }
        catch (Exception failure)
        {
            await RunAsync(() => { draft.Abandon(); return true; }, CancellationToken.None);
            throw FullDisk.Recognised(FileFailures.Named(failure, PathOf(file)), PathOf(file));
        }
    }

    /// <summary>Removes a file, and the draft of it that an owner left. What is gone already is no error.</summary>
    public Task RemoveAsync(string file, string? owner, CancellationToken cancellationToken) => RunAsync(() =>
    {
        using var folder = Open();
        VolumeName.Check(file);
        if (owner is not null)
        {
            FileDraft.Remove(folder, file, owner);
        }
        folder.Remove(file);
        folder.Sync();
        return true;
    }, cancellationToken);

    /// <summary>What a file takes on disk; null where it is gone.</summary>
    public Task<long?> AllocationAsync(string file, CancellationToken cancellationToken) => RunAsync(() =>
    {
        using var folder = Open();
        return (long?)folder.TryStatus(VolumeName.Check(file))?.AllocatedBytes;
    }, cancellationToken);

    /// <exception cref="MachineryException"><c>storage.no-space</c>.</exception>
    public Task RequireRoomAsync(long needed, CancellationToken cancellationToken) => RunAsync(() =>
    {
        using var folder = Open();
        FullDisk.RequireRoom(folder, needed);
        return true;
    }, cancellationToken);

    /// <summary><c>sha256:…</c> of a whole open file.</summary>
    public static async Task<string> ChecksumAsync(SafeFileHandle file, HashAlgorithmName algorithm, Action<long>? progress, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var buffer = new byte[1 << 20];
        long offset = 0;
        int count;
        while ((count = await RandomAccess.ReadAsync(file, buffer, offset, cancellationToken)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, count));
            offset += count;
            progress?.Invoke(offset);
        }
        return $"{algorithm.Name!.ToLowerInvariant()}:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private Folder Open() => new(PathWalk.OpenDirectory(paths.ImageStore), paths.ImageStore);

    private Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => lanes.For(paths.ImageStore).RunAsync(paths.ImageStore, () =>
    {
        try
        {
            return work();
        }
        catch (Exception failure)
        {
            throw FileFailures.Named(failure, paths.ImageStore);
        }
    }, cancellationToken);
}
