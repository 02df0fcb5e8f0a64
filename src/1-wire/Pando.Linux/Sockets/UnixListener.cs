using System.Net.Sockets;

namespace Pando.Linux.Sockets;

/// <summary>Who may connect to a socket in the file system, and how many may queue.</summary>
public sealed record UnixListenerOptions
{
    /// <summary>Permission bits of the socket file; connecting needs the write bit.</summary>
    public UnixFileMode Mode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The owner; null leaves the effective user.</summary>
    public uint? Uid { get; init; }

    /// <summary>The group; null leaves the effective group.</summary>
    public uint? Gid { get; init; }

    /// <summary>Connections that the kernel queues until they are accepted.</summary>
    public int Backlog { get; init; } = 128;
}

/// <summary>Makes listening sockets in the file system.</summary>
public static class UnixListener
{
    /// <summary>
    /// A stream socket that listens at <paramref name="path"/> (of any length). It appears there complete: bound under a passing name,
    /// mode and owner set, listening, and only then renamed, which also replaces the file that a dead process left.
    /// Its handle may be given to a child. Disposing it does not remove the file.
    /// </summary>
    /// <exception cref="SyscallException">EADDRINUSE: somebody listens there. EEXIST: something else than a socket is there.</exception>
    public static Socket Bind(string path, UnixListenerOptions? options = null)
    {
        options ??= new UnixListenerOptions();
        string full = Path.GetFullPath(path);
        string name = Path.GetFileName(full);
        RefuseWhatLives(full);
        using Descriptor directory = UnixAddress.OpenPath(Path.GetDirectoryName(full) ?? "/", Libc.O_DIRECTORY);
        using var folder = new DescriptorReference(directory);
        string passing = $".{Guid.NewGuid():N}";
        var handle = new SafeSocketHandle(NewSocket(), ownsHandle: true);
        bool bound = false;
        try
        {
            BindTo(handle, UnixAddress.In(folder.Number, passing), path);
            bound = true;
            SetAccess(folder.Number, passing, options, path);
            Listen(handle, options.Backlog, path);
            if (Libc.renameat(folder.Number, passing, folder.Number, name) != 0)
            {
                throw SyscallException.Last("rename", path);
            }

            return new Socket(handle);
        }
        catch
        {
            if (bound)
            {
                _ = Libc.unlinkat(folder.Number, passing, 0);
            }

            handle.Dispose();
            throw;
        }
    }

    internal static int NewSocket()
    {
        int number = Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0);
        return number >= 0 ? number : throw SyscallException.Last("socket");
    }

    private static void RefuseWhatLives(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new SafeSocketHandle(NewSocket(), ownsHandle: true);
        int error = UnixConnect.TryAtOnce(probe, path);
        switch (error)
        {
            case Errno.ECONNREFUSED when IsSocket(path):
            case Errno.ENOENT:
                return;
            case 0:
            case Errno.EAGAIN:
                throw new SyscallException("bind", Errno.EADDRINUSE, path);
            default:
                throw new SyscallException("bind", Errno.EEXIST, path);
        }
    }

    // A regular file refuses a connection with the same number as a socket that nobody serves.
    private static bool IsSocket(string path) =>
        Files.FileStatus.TryOf(path) is { Kind: Files.FileKind.Socket };

    private static unsafe void BindTo(SafeSocketHandle handle, string address, string path)
    {
        using var socket = new DescriptorReference(handle);
        Libc.SockAddrUnix name = UnixAddress.Of(address);
        if (Libc.bind(socket.Number, &name, (uint)sizeof(Libc.SockAddrUnix)) != 0)
        {
            throw SyscallException.Last("bind", path);
        }
    }

    private static void SetAccess(int folder, string name, UnixListenerOptions options, string path)
    {
        if ((options.Uid is not null || options.Gid is not null)
            && Libc.fchownat(folder, name, options.Uid ?? uint.MaxValue, options.Gid ?? uint.MaxValue, Libc.AT_SYMLINK_NOFOLLOW) != 0)
        {
            throw SyscallException.Last("chown", path);
        }

        // The name is ours alone and random, so that following a link is no concern (old kernels cannot chmod without following).
        if (Libc.fchmodat(folder, name, (uint)options.Mode, 0) != 0)
        {
            throw SyscallException.Last("chmod", path);
        }
    }

    private static void Listen(SafeSocketHandle handle, int backlog, string path)
    {
        using var socket = new DescriptorReference(handle);
        if (Libc.listen(socket.Number, backlog) != 0)
        {
            throw SyscallException.Last("listen", path);
        }
    }
}
