using Pando.Linux.Spawn;
using Pando.Model.Domains;

namespace Pando.Domains.SideProcesses;

/// <summary>
/// Waits for the end of each program beside a running QEMU. Most end because QEMU does, and that is no news: only one whose QEMU
/// goes on is told of.
/// </summary>
internal sealed class SideProcessWatch(PidFd qemu, TimeProvider time)
{
    // The kernel closes a dying QEMU's sockets a moment before it says that the process has ended.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public void Begin(IReadOnlyList<SideProcess> beside, Action<SideProcess> ended, CancellationToken leaving)
    {
        foreach (var side in beside)
        {
            _ = WatchAsync(side, ended, leaving);
        }
    }

    private async Task WatchAsync(SideProcess side, Action<SideProcess> ended, CancellationToken leaving)
    {
        try
        {
            using var process = SideProcessEnding.Identity(side).TryOpen();
            if (process is not null)
            {
                await process.WaitForExitAsync(leaving);
            }
            await qemu.WaitForExitAsync(leaving).WaitAsync(Grace, time, leaving);
        }
        catch (TimeoutException)
        {
            ended(side);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The guest is being left.
        }
    }
}
