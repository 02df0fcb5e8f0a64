using System.Diagnostics;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Qmp;

namespace Pando.Bench;

/// <summary>
/// The same QEMU with the same arguments, executed by hand: what the start of a machine costs at the least. The
/// arguments are those of a machine that pandod runs, taken from /proc, with descriptors opened anew.
/// </summary>
internal static class QemuByHand
{
    public static async Task<TimeSpan> StartAsync(int likePid)
    {
        var arguments = (await File.ReadAllTextAsync($"/proc/{likePid}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var directory = Directory.CreateTempSubdirectory("qemu-by-hand-").FullName;
        try
        {
            var address = Path.Combine(directory, "monitor.sock");
            var start = Stopwatch.GetTimestamp();
            using var listener = UnixListener.Bind(address);
            using var process = ProcessSpawner.Start(new SpawnRequest
            {
                Program = arguments[0],
                Arguments = arguments[1..],
                // The machine has one descriptor: its monitor.
                Descriptors = [new InheritedDescriptor(listener.SafeHandle, 3)],
            });
            var socket = await UnixConnect.ConnectAsync(address, TimeSpan.FromSeconds(10));
            await using (var session = await QmpSession.ConnectAsync(socket, new QmpOptions(TimeProvider.System, TimeSpan.FromSeconds(10)), CancellationToken.None))
            {
                var taken = Stopwatch.GetElapsedTime(start);
                process.Handle.Signal(9);
                await process.Handle.WaitForExitAsync();
                return taken;
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
