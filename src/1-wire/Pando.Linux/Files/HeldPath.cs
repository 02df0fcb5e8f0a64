using System.Text;

namespace Pando.Linux.Files;

/// <summary>
/// A file of any kind, held without opening it (O_PATH): to open a device or a pipe can have effects, or wait. Its owner and its
/// attributes are changed through the descriptor, never again by its name.
/// </summary>
public sealed class HeldPath : IDisposable
{
    private const int MostAttributeBytes = 4096;
    private readonly Descriptor _descriptor;
    private readonly string _path;

    private HeldPath(Descriptor descriptor, string path)
    {
        _descriptor = descriptor;
        _path = path;
        Status = FileStatus.Of(descriptor);
    }

    /// <summary>As it was when it was opened.</summary>
    public FileStatus Status { get; }

    internal Descriptor Descriptor => _descriptor;

    // The kernel's own link of the descriptor: calls that take no O_PATH descriptor take this.
    internal string Link => $"/proc/self/fd/{_descriptor.DangerousGetHandle()}";

    /// <summary>Takes hold of a file; links are followed.</summary>
    /// <exception cref="SyscallException">ENOENT, EACCES…</exception>
    public static HeldPath Open(string path)
    {
        int number = Libc.openat(Libc.AT_FDCWD, path, Libc.O_PATH | Libc.O_CLOEXEC, 0);
        return number >= 0 ? new HeldPath(new Descriptor(number), path) : throw SyscallException.Last("openat", path);
    }

    /// <summary>Takes hold of a file; links are followed as far as they are trusted.</summary>
    /// <exception cref="PathWalkException">Says which component stops, and why.</exception>
    public static HeldPath Walk(string path) => new(PathWalk.Walk(path, out _), path);

    /// <summary>Gives it another owner and group.</summary>
    public void ChangeOwner(uint uid, uint gid)
    {
        if (Libc.fchownat((int)_descriptor.DangerousGetHandle(), string.Empty, uid, gid, Libc.AT_EMPTY_PATH) != 0)
        {
            throw SyscallException.Last("fchownat", _path);
        }
    }

    /// <summary>Sets its permission bits.</summary>
    public void ChangeMode(UnixFileMode mode)
    {
        if (Libc.fchmodat(Libc.AT_FDCWD, Link, (uint)mode, 0) != 0)
        {
            throw SyscallException.Last("fchmodat", _path);
        }
    }

    /// <summary>One of its extended attributes; null when it has none of that name.</summary>
    public unsafe string? TryAttribute(string name)
    {
        byte* bytes = stackalloc byte[MostAttributeBytes];
        nint length = Libc.getxattr(Link, name, bytes, MostAttributeBytes);
        return length >= 0 ? Encoding.UTF8.GetString(bytes, (int)length) : null;
    }

    /// <summary>Sets one.</summary>
    /// <exception cref="SyscallException">EOPNOTSUPP where the file system has none, EPERM…</exception>
    public unsafe void SetAttribute(string name, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = bytes)
        {
            if (Libc.setxattr(Link, name, start, (nuint)bytes.Length, 0) != 0)
            {
                throw SyscallException.Last("setxattr", _path);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
