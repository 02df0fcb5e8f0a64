using System.Net.Sockets;
using Pando.Daemon.Settings;
using Pando.Linux;
using Pando.Linux.Sockets;
using Pando.Model.Errors;

namespace Pando.Daemon.Start;

/// <summary>The socket of the REST API.</summary>
internal static class RestSocket
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Where it is.</summary>
    public static string PathOf(DaemonSettings settings) => settings.ListenSocket ?? settings.Paths.RestSocket;

    /// <summary>Listens; a socket that a dead process left is replaced. Throws <c>daemon.socket-unusable</c>.</summary>
    public static Socket Listen(DaemonSettings settings)
    {
        var path = PathOf(settings);
        var group = HostParts.SocketGroup(settings);
        try
        {
            return UnixListener.Bind(path, new UnixListenerOptions { Mode = group is null ? Owner : Owner | Group, Gid = group, Backlog = 1024 });
        }
        catch (SyscallException failure)
        {
            throw new MachineryException(ErrorCodes.Daemon.SocketUnusable, failure, ("path", path));
        }
    }
}
