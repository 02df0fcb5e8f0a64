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
            throw NotStarted(request, failure);
        }
    }

    /// <summary>Starts the program and keeps it waiting before its first instruction.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="limit">How long it may take to be there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MachineryException"><c>qemu.not-started</c>: as above, or it could not be enclosed.</exception>
    /// <exception cref="UserNamespaceException">It could be given no user namespace: nothing runs.</exception>
    public static async Task<WaitingProcess> StartWaitingAsync(SpawnRequest request, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            return await ProcessSpawner.StartWaitingAsync(request, limit, cancellationToken);
        }
        catch (SyscallException failure)
        {
            throw NotStarted(request, failure);
        }
    }

    private static MachineryException NotStarted(SpawnRequest request, SyscallException failure) =>
        new(ErrorCodes.Qemu.NotStarted, failure, ("path", request.Program));
}
