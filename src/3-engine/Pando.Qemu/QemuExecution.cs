using Pando.Linux;
using Pando.Linux.Spawn;
using Pando.Model.Errors;

namespace Pando.Qemu;

/// <summary>Executes a QEMU, whatever it is for.</summary>
public static class QemuExecution
{
    /// <summary>Starts the program and returns once it was executed.</summary>
    /// <exception cref="MachineryException"><c>qemu.not-started</c>: the host has no processes left, or lacks a program that this needs.</exception>
    public static SpawnedProcess Start(SpawnRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Execute(request, ProcessSpawner.Start);
    }

    /// <summary>Starts the program and keeps it waiting before its first instruction.</summary>
    /// <exception cref="MachineryException"><c>qemu.not-started</c>: as above, or it could not be enclosed.</exception>
    public static WaitingProcess StartWaiting(SpawnRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Execute(request, ProcessSpawner.StartWaiting);
    }

    private static T Execute<T>(SpawnRequest request, Func<SpawnRequest, T> start)
    {
        try
        {
            return start(request);
        }
        catch (SyscallException failure)
        {
            throw new MachineryException(ErrorCodes.Qemu.NotStarted, failure, ("path", request.Program));
        }
    }
}
