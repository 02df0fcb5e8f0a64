using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Pools;
using Pando.Storage.Images;

namespace Pando.Storage.Volumes;

/// <summary>
/// Reads what is in a pool's directory. A header is read again only when its file has changed. A file's format is what it
/// was made in; one that came from elsewhere is qcow2 when its name says so, else raw: content is never guessed.
/// </summary>
internal sealed class VolumeReader(PoolDefinition pool)
{
    /// <summary>The directory beside volumes that holds those in the trash.</summary>
    public const string TrashFolder = ".trash";

    private readonly ConcurrentDictionary<string, (FileStatus Status, Volume Volume)> _known = new(StringComparer.Ordinal);

    public ImmutableArray<Volume> ReadAll(Folder folder, VolumeMarks? marks)
    {
        var found = Read(folder, marks).OrderBy(static volume => volume.Name, StringComparer.Ordinal).ToImmutableArray();
        Forget(found, trashed: false);
        return found;
    }

    public ImmutableArray<Volume> ReadTrash(Folder folder, VolumeMarks? marks)
    {
        var found = ImmutableArray.CreateBuilder<Volume>();
        if (folder.TryStatus(TrashFolder) is { Kind: FileKind.Directory })
        {
            using var trash = folder.OpenFolder(TrashFolder);
            foreach (var id in trash.Names().Where(id => trash.TryStatus(id) is { Kind: FileKind.Directory }))
            {
                using var one = trash.OpenFolder(id);
                found.AddRange(Read(one, marks));
            }
        }
        Forget(found, trashed: true);
        return found.ToImmutable();
    }

    public string FormatOf(string name, SafeFileHandle file, VolumeMarks? marks) =>
        marks?.FormatOf(file) ?? (name.EndsWith(".qcow2", StringComparison.Ordinal) ? "qcow2" : "raw");

    /// <summary>Forgets what is known of files that are gone.</summary>
    private void Forget(IReadOnlyCollection<Volume> found, bool trashed)
    {
        var there = found.Select(static volume => volume.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in _known.Keys.Where(path => path.Contains($"/{TrashFolder}/", StringComparison.Ordinal) == trashed && !there.Contains(path)))
        {
            _known.TryRemove(path, out _);
        }
    }

    private IEnumerable<Volume> Read(Folder folder, VolumeMarks? marks) => folder.Names()
        .Where(static name => !name.StartsWith('.'))
        .Select(name => (Name: name, Status: folder.TryStatus(name)))
        .Where(static entry => entry.Status is { Kind: FileKind.Regular })
        .Select(entry => Read(folder, entry.Name, entry.Status!, marks))
        .OfType<Volume>();

    private Volume? Read(Folder folder, string name, FileStatus status, VolumeMarks? marks)
    {
        var path = Path.Join(folder.Path, name);
        if (_known.TryGetValue(path, out var known) && known.Status == status)
        {
            return known.Volume;
        }
        try
        {
            using var file = folder.OpenFile(name, FileAccess.Read);
            var volume = Read(name, path, file, FileStatus.Of(file), FormatOf(name, file, marks));
            _known[path] = (status, volume);
            return volume;
        }
        catch (SyscallException gone) when (gone.Errno == Errno.ENOENT)
        {
            return null;
        }
        catch (SyscallException unreadable)
        {
            return new Volume(pool.Name, name, path, "raw", 0, (long)status.AllocatedBytes, null, status.Modified,
                new MachineryException(ErrorCodes.Storage.Io, unreadable, ("path", path)));
        }
    }

    private Volume Read(string name, string path, SafeFileHandle file, FileStatus status, string format)
    {
        var volume = new Volume(pool.Name, name, path, format, (long)status.Identity.Size, (long)status.AllocatedBytes, null, status.Modified, null)
        {
            PhysicalBytes = (long)status.Identity.Size,
            Permissions = new FilePermissions { Mode = status.Mode, Owner = status.Uid, Group = status.Gid },
        };
        if (format is "raw")
        {
            return volume;
        }
        try
        {
            var header = Qcow2Header.Read(file);
            return volume with
            {
                CapacityBytes = header.VirtualSize,
                Backing = header.BackingFile is { } backing ? Path.Join(backing.StartsWith('/') ? null : Path.GetDirectoryName(path), backing) : null,
                BackingFormat = header.BackingFormat,
                Problem = header.HasExternalData ? new CallerException(ErrorCodes.Storage.ImageRefused, new Reason("external-data").With(("path", path))) : null,
            };
        }
        catch (Qcow2FormatException wrong)
        {
            return volume with
            {
                CapacityBytes = 0,
                Problem = new CallerException(ErrorCodes.Storage.ImageMalformed, wrong, wrong.Reason.With(("path", path))),
            };
        }
    }
}
