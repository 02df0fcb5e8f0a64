using Pando.Linux.Spawn;

namespace Pando.Host.Confinement;

/// <summary>
/// Whether a program can be started in a user namespace of its own, found by starting one: the kernel may have none, allow none
/// (user.max_user_namespaces), or forbid them to a container, and unshare(1) may be too old.
/// </summary>
internal static class UsersProbe
{
    // Milliseconds; seconds where the processor is emulated.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<bool> SucceedsAsync(RunAs user)
    {
        try
        {
            using WaitingProcess nothing = await ProcessSpawner.StartWaitingAsync(new SpawnRequest { Program = "/bin/true", RunAs = user, OwnUsers = true }, Limit);
            using SpawnedProcess process = nothing.Process;
            nothing.Release();
            // Without the capabilities for it, setpriv(1) becomes nobody else, and says so by its exit code.
            return await process.Handle.WaitForExitAsync().WaitAsync(Limit) is { IsSuccess: true };
        }
        catch (Exception refused) when (refused is IOException or TimeoutException)
        {
            return false;
        }
    }
}
