using System.Globalization;
using System.Text.Json;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Domains;

namespace Pando.Host.Confinement.Files;

/// <summary>
/// Changes the context and the owner of files for machines, and gives both back exactly: counted by the machines that use a file,
/// by device and inode, written down before. What somebody else has changed meanwhile stays theirs.
/// </summary>
internal sealed class FileMarks(string directory) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Gives a file to a machine.</summary>
    /// <param name="holder">The machine.</param>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="context">The SELinux context that it is to have; null leaves it.</param>
    /// <param name="owner">User and group that it is to have; null leaves them.</param>
    /// <exception cref="IOException">It cannot be opened, or the file system takes no such change.</exception>
    public async ValueTask TakeAsync(DomainId holder, string path, string? context, (uint Uid, uint Gid)? owner)
    {
        await _gate.WaitAsync();
        try
        {
            using OpenedForMarks file = OpenedForMarks.Open(path);
            FileMark mark = TryRead(PathOf(file.Status)) ?? new FileMark { Path = path, Inode = file.Status.Identity.Inode, Holders = [] };
            if (context is not null && mark.NewContext is null)
            {
                mark = mark with { Context = file.Context, NewContext = context };
            }

            if (owner is { } to && mark.NewOwner is null)
            {
                mark = mark with { Owner = file.Owner, NewOwner = file.Owner with { Uid = to.Uid, Gid = to.Gid } };
            }

            await WriteAsync(PathOf(file.Status), mark with { Holders = [.. mark.Holders.Append(holder.Value).Distinct()] });
            file.Change(mark.NewContext, mark.NewOwner);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Takes a file back from a machine; the last one's gives it what it had.</summary>
    /// <exception cref="IOException">It cannot be given back now; it stays written down.</exception>
    public async ValueTask ReturnAsync(DomainId holder, string path)
    {
        await _gate.WaitAsync();
        try
        {
            foreach (string mark in Marks().Where(mark => TryRead(mark)?.Path == path))
            {
                await ReturnMarkAsync(mark, holder);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Takes back all files of a machine. Answers what could not be given back now.</summary>
    public async ValueTask<IReadOnlyList<Exception>> ReturnAllAsync(DomainId holder)
    {
        var failures = new List<Exception>();
        await _gate.WaitAsync();
        try
        {
            foreach (string mark in Marks())
            {
                try
                {
                    await ReturnMarkAsync(mark, holder);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    failures.Add(e);
                }
            }
        }
        finally
        {
            _gate.Release();
        }

        return failures;
    }

    /// <summary>Every machine that has a file.</summary>
    public IReadOnlySet<DomainId> Holders() =>
        Marks().Select(TryRead).OfType<FileMark>().SelectMany(static mark => mark.Holders).Select(static id => new DomainId(id)).ToHashSet();

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static FileMark? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), FileMarkJson.Default.FileMark);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    private async ValueTask ReturnMarkAsync(string path, DomainId holder)
    {
        if (TryRead(path) is not { } mark || !mark.Holders.Contains(holder.Value))
        {
            return;
        }

        FileMark left = mark with { Holders = [.. mark.Holders.Where(id => id != holder.Value)] };
        if (left.Holders.Count > 0)
        {
            await WriteAsync(path, left);
            return;
        }

        GiveBack(mark);
        DurableFile.Delete(path);
    }

    private static void GiveBack(FileMark mark)
    {
        OpenedForMarks file;
        try
        {
            file = OpenedForMarks.Open(mark.Path);
        }
        catch (SyscallException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR)
        {
            // Deleted or renamed: whoever did that has it now as it is.
            return;
        }

        using (file)
        {
            if (file.Status.Identity.Inode == mark.Inode)
            {
                file.Change(
                    file.Context == mark.NewContext ? mark.Context : null,
                    mark.NewOwner is not null && file.Owner == mark.NewOwner ? mark.Owner : null);
            }
        }
    }

    private IEnumerable<string> Marks() => Directory.Exists(directory) ? Directory.GetFiles(directory, "*.json") : [];

    private Task WriteAsync(string path, FileMark mark)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return DurableFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(mark, FileMarkJson.Default.FileMark));
    }

    private string PathOf(FileStatus status) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{status.Identity.Device:x}-{status.Identity.Inode}.json"));
}
