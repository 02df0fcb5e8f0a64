using Pando.Daemon.Running;
using Pando.Daemon.Settings;
using Pando.LibvirtServer;
using Pando.Linux;
using Pando.Linux.Sockets;
using Pando.Model.Errors;

namespace Pando.Daemon.Start;

/// <summary>The sockets that libvirt's clients look for, under the names that they look for.</summary>
internal static class LibvirtSockets
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode Directory = Owner | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // The one daemon's name, and that of the modular one for QEMU: a client looks for the latter first.
    private static readonly string[] Names = ["libvirt-sock", "virtqemud-sock"];

    /// <summary>Where they are.</summary>
    public static string DirectoryOf(DaemonSettings settings) => settings.LibvirtDirectory ?? Path.Combine(settings.Paths.Run, "libvirt");

    /// <summary>Serves on them; nothing where that is switched off. What is disposed ends it. Throws <c>daemon.socket-unusable</c>.</summary>
    public static IAsyncDisposable Serve(DaemonSettings settings, Instance opened, LibvirtServices services)
    {
        var group = HostParts.SocketGroup(settings);
        var listeners = settings.LibvirtEnabled
            ? Names.SelectMany(name => new[] { (Name: name, ReadOnly: false), (Name: name + "-ro", ReadOnly: true) })
                .Select(socket => Listen(Path.Combine(DirectoryOf(settings), socket.Name), socket.ReadOnly, group, opened)).ToList()
            : [];
        return LibvirtSocketServer.Start(listeners, services, new LibvirtOptions { Group = group, Connections = settings.LibvirtConnections });
    }

    private static LibvirtListener Listen(string path, bool readOnly, uint? group, Instance opened)
    {
        try
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!, Directory);
            var mode = readOnly ? Owner | Group | Others : group is null ? Owner : Owner | Group;
            var socket = opened.Keep(UnixListener.Bind(path, new UnixListenerOptions { Mode = mode, Gid = group, Backlog = 1024 }));
            opened.Keep(new SocketFile(path));
            return new LibvirtListener(socket, readOnly);
        }
        catch (Exception failure) when (failure is SyscallException or IOException or UnauthorizedAccessException)
        {
            throw new MachineryException(ErrorCodes.Daemon.SocketUnusable, failure, ("path", path));
        }
    }
}
