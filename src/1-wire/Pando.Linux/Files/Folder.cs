using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Files;

/// <summary>
/// An open directory. Everything is done by the name of one entry in it, whatever happens to the path meanwhile, and no
/// link is followed (openat(2) and its relatives).
/// </summary>
public sealed class Folder : IDisposable
{
    private readonly Descriptor _descriptor;

    /// <summary>Takes over the descriptor of a directory.</summary>
    /// <param name="descriptor">Open; also one opened with O_PATH.</param>
    /// <param name="path">Its name for people and errors.</param>
    public Folder(Descriptor descriptor, string path)
    {
        _descriptor = descriptor;
        Path = path;
    }

    /// <summary>The path it was opened by.</summary>
    public string Path { get; }

    /// <summary>The descriptor, which stays this folder's own.</summary>
    public SafeHandle Handle => _descriptor;

    /// <summary>Opens a directory; a link as the last component is refused.</summary>
    /// <exception cref="SyscallException">It is not there, is no directory, or may not be read.</exception>
    public static Folder Open(string path) => new(new Descriptor(OpenAt(Libc.AT_FDCWD, path, Libc.O_DIRECTORY, 0, path)), path);

    /// <summary>Opens a directory in it.</summary>
    /// <exception cref="SyscallException">ENOENT, ENOTDIR (also for a link)…</exception>
    public Folder OpenFolder(string name) =>
        new(new Descriptor(With(name, (number, full) => OpenAt(number, name, Libc.O_DIRECTORY, 0, full))), PathOf(name));

    /// <summary>Makes a directory where none is, and opens it.</summary>
    /// <exception cref="SyscallException">ENOTDIR when something else has the name…</exception>
    public Folder MakeFolder(string name, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
    {
        // The creation mode was cut by the umask.
        _ = Try(name, "mkdirat", Errno.EEXIST, number => Libc.mkdirat(number, name, (uint)mode))
            && Try(name, "fchmodat", 0, number => Libc.fchmodat(number, name, (uint)mode, 0));
        return OpenFolder(name);
    }

    /// <summary>Makes a new file for reading and writing.</summary>
    /// <exception cref="SyscallException">EEXIST when something has the name…</exception>
    public SafeFileHandle CreateFile(string name, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite) =>
        new(With(name, (number, full) => OpenAt(number, name, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL, (uint)mode, full)), ownsHandle: true);

    /// <summary>
    /// Opens a regular file or a block device. Anything else is refused with EINVAL before it is really opened: to open a
    /// pipe can wait for ever.
    /// </summary>
    /// <exception cref="SyscallException">ENOENT, ELOOP for a link, EACCES…</exception>
    public SafeFileHandle OpenFile(string name, FileAccess access)
    {
        using var found = new Descriptor(With(name, (number, full) => OpenAt(number, name, Libc.O_PATH, 0, full)));
        return Reopen(found, access, PathOf(name));
    }

    /// <summary>Opens for reading or writing what a descriptor (also one opened with O_PATH) stands for.</summary>
    /// <exception cref="SyscallException">ELOOP for a link, EINVAL for what is neither file nor block device…</exception>
    public static SafeFileHandle Reopen(SafeHandle file, FileAccess access, string path) => Reopen(file, access, path, bypassCache: false);

    /// <summary>The same past the page cache (O_DIRECT): offsets, lengths and memory are aligned (<see cref="AlignedBuffer"/>).</summary>
    /// <exception cref="SyscallException">EINVAL where the file system cannot…</exception>
    public static SafeFileHandle ReopenDirect(SafeHandle file, FileAccess access, string path) => Reopen(file, access, path, bypassCache: true);

    private static SafeFileHandle Reopen(SafeHandle file, FileAccess access, string path, bool bypassCache)
    {
        var kind = FileStatus.Of(file).Kind;
        if (kind is not (FileKind.Regular or FileKind.BlockDevice))
        {
            throw new SyscallException("open", kind switch
            {
                FileKind.SymbolicLink => Errno.ELOOP,
                FileKind.Directory => Errno.EISDIR,
                _ => Errno.EINVAL,
            }, path);
        }
        using var reference = new DescriptorReference(file);
        var flags = access switch
        {
            FileAccess.Read => Libc.O_RDONLY,
            FileAccess.Write => Libc.O_WRONLY,
            _ => Libc.O_RDWR,
        };
        flags |= bypassCache ? Libc.O_DIRECT : 0;
        // The kernel's own link of the descriptor: leads to the very file, whatever its name is now.
        var number = Libc.openat(Libc.AT_FDCWD, $"/proc/self/fd/{reference.Number}", flags | Libc.O_CLOEXEC, 0);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw SyscallException.Last("open", path);
    }

    /// <summary>What an entry is, without following it; null when there is none.</summary>
    /// <exception cref="SyscallException">Any other reason than that it is not there.</exception>
    public FileStatus? TryStatus(string name)
    {
        using var reference = new DescriptorReference(_descriptor);
        return FileStatus.TryAt(reference.Number, CheckedName(name), PathOf(name));
    }

    /// <summary>The names of all entries, in no order.</summary>
    public IReadOnlyList<string> Names()
    {
        using var reference = new DescriptorReference(_descriptor);
        return [.. Directory.EnumerateFileSystemEntries($"/proc/self/fd/{reference.Number}", "*", new EnumerationOptions
        {
            AttributesToSkip = 0,
            IgnoreInaccessible = false,
        }).Select(static entry => System.IO.Path.GetFileName(entry))];
    }

    /// <summary>Gives a file a second name, in another folder or this one. False when the name is taken.</summary>
    public bool TryLink(string name, Folder target, string newName) => Between(name, target, newName, "linkat", Errno.EEXIST,
        (from, to) => Libc.linkat(from, name, to, newName, 0));

    /// <summary>Moves an entry within the file system, replacing nothing. False when the new name is taken.</summary>
    public bool TryMove(string name, Folder target, string newName) => Between(name, target, newName, "renameat2", Errno.EEXIST,
        (from, to) => Libc.renameat2(from, name, to, newName, Libc.RENAME_NOREPLACE));

    /// <summary>Renames an entry over whatever file has the new name.</summary>
    public void Replace(string name, string newName) => Between(name, this, newName, "renameat", 0,
        (from, to) => Libc.renameat(from, name, to, newName));

    /// <summary>Makes a symbolic link, which is never followed here.</summary>
    /// <exception cref="SyscallException">EEXIST when something has the name…</exception>
    public void MakeLink(string name, string target) => Try(name, "symlinkat", 0, number => Libc.symlinkat(target, number, name));

    /// <summary>Removes a file's name. False when it was gone already.</summary>
    public bool Remove(string name) => Try(name, "unlinkat", Errno.ENOENT, number => Libc.unlinkat(number, name, 0));

    /// <summary>Removes an empty directory. False when it was gone already.</summary>
    public bool RemoveFolder(string name) => Try(name, "unlinkat", Errno.ENOENT, number => Libc.unlinkat(number, name, Libc.AT_REMOVEDIR));

    /// <summary>Brings the names in it to the disk (fsync(2)); the files themselves have their own.</summary>
    public void Sync()
    {
        using var reference = new DescriptorReference(_descriptor);
        if (Libc.fsync(reference.Number) != 0)
        {
            throw SyscallException.Last("fsync", Path);
        }
    }

    /// <summary>How much its file system holds and has left.</summary>
    public unsafe FileSystemSpace Space()
    {
        using var reference = new DescriptorReference(_descriptor);
        Libc.StatVfs space;
        return Libc.fstatvfs(reference.Number, &space) == 0
            ? FileSystemSpace.From(space)
            : throw SyscallException.Last("fstatvfs", Path);
    }

    /// <summary>Gives an open file another owner and group.</summary>
    public static void ChangeOwner(SafeHandle file, uint uid, uint gid, string path)
    {
        using var reference = new DescriptorReference(file);
        if (Libc.fchown(reference.Number, uid, gid) != 0)
        {
            throw SyscallException.Last("fchown", path);
        }
    }

    /// <summary>Gives an open file or directory other permission bits.</summary>
    public static void ChangeMode(SafeHandle file, UnixFileMode mode, string path)
    {
        using var reference = new DescriptorReference(file);
        if (Libc.fchmod(reference.Number, (uint)mode) != 0)
        {
            throw SyscallException.Last("fchmod", path);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private static int OpenAt(int directory, string name, int flags, uint mode, string path)
    {
        var number = Libc.openat(directory, name, flags | Libc.O_NOFOLLOW | Libc.O_CLOEXEC | Libc.O_NOCTTY, mode);
        return number >= 0 ? number : throw SyscallException.Last("openat", path);
    }

    private static string CheckedName(string name) =>
        name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '\0')
            ? throw new ArgumentException($"'{name}' is not the name of one entry.", nameof(name))
            : name;

    private string PathOf(string name) => System.IO.Path.Join(Path, name);

    private T With<T>(string name, Func<int, string, T> call)
    {
        using var reference = new DescriptorReference(_descriptor);
        return call(reference.Number, PathOf(CheckedName(name)));
    }

    private bool Try(string name, string call, int expected, Func<int, int> act) =>
        With(name, (number, full) => Judge(act(number), call, expected, full));

    private bool Between(string name, Folder target, string newName, string call, int expected, Func<int, int, int> act)
    {
        CheckedName(name);
        CheckedName(newName);
        using var from = new DescriptorReference(_descriptor);
        using var to = new DescriptorReference(target._descriptor);
        return Judge(act(from.Number, to.Number), call, expected, $"{PathOf(name)} → {target.PathOf(newName)}");
    }

    private static bool Judge(int result, string call, int expected, string subject)
    {
        if (result == 0)
        {
            return true;
        }
        var failure = SyscallException.Last(call, subject);
        return failure.Errno == expected ? false : throw failure;
    }
}
