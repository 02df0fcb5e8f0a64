using System.Globalization;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model;
using Pando.Model.Errors;

namespace Pando.Daemon.Start;

/// <summary>One daemon an instance: the lock on <c>run/pandod.lock</c>, which ends with the process however it ends.</summary>
internal static class InstanceLock
{
    /// <summary>Takes it, or throws <c>daemon.already-runs</c> with the other's process number.</summary>
    public static IDisposable Take(InstancePaths paths)
    {
        var path = Path.Combine(paths.Run, "pandod.lock");
        try
        {
            return FileLock.TryTake(path, out var holder)
                ?? throw new CallerException(
                    ErrorCodes.Daemon.AlreadyRuns, ("path", path), ("pid", holder?.ToString(CultureInfo.InvariantCulture) ?? "?"));
        }
        catch (SyscallException failure)
        {
            throw new MachineryException(ErrorCodes.Daemon.NoDirectory, failure, ("path", path));
        }
    }
}
