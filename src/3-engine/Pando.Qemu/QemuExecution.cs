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
        try
        {
            return ProcessSpawner.Start(request);
        }
        catch (SyscallException failure)
        {
            throw new MachineryException(ErrorCodes.Qemu.NotStarted, failure, ("path", request.Program));
        }
    }
}
