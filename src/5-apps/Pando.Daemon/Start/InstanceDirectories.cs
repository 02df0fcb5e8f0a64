using Pando.Model;
using Pando.Model.Errors;

namespace Pando.Daemon.Start;

/// <summary>The directories that everything else expects. Those that exist keep the modes that an administrator gave them.</summary>
internal static class InstanceDirectories
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersPass = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode OthersRead = OthersPass | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Makes what is missing; throws <c>daemon.no-directory</c>.</summary>
    /// <param name="paths">The instance.</param>
    /// <param name="shared">Whether others use it: the socket's group reaches /run, QEMU's user reaches its sockets and disks.</param>
    public static void Make(InstancePaths paths, bool shared)
    {
        Make(paths.Etc, shared ? OthersRead : OwnerOnly);
        Make(paths.Lib, shared ? OthersPass : OwnerOnly);
        Make(paths.Run, shared ? OthersRead : OwnerOnly);
        Make(paths.Log, OwnerOnly);
        Make(paths.Cache, OwnerOnly);
    }

    // What must be made above it others have to pass through as well.
    private static void MakeIn(string path, UnixFileMode mode)
    {
        if (Directory.Exists(path))
        {
            return;
        }
        if (Path.GetDirectoryName(path) is { } parent)
        {
            MakeIn(parent, mode);
        }
        Directory.CreateDirectory(path, mode);
        // mkdir(2) takes the umask off the mode; what is needed must not depend on it.
        File.SetUnixFileMode(path, mode);
    }

    private static void Make(string path, UnixFileMode mode)
    {
        try
        {
            MakeIn(path, mode);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineryException(ErrorCodes.Daemon.NoDirectory, failure, ("path", path));
        }
    }
}
