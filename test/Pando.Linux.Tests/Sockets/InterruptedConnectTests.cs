using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pando.Linux.Sockets;

namespace Pando.Linux.Tests.Sockets;

/// <summary>A connect(2) that waits for a full queue, and signals that interrupt it again and again.</summary>
public sealed partial class InterruptedConnectTests : IDisposable
{
    private const int SIGWINCH = 28;

    /// <summary>The number of connect(2), as /proc/PID/task/TID/syscall shows it (x86-64).</summary>
    private const string Connect = "42 ";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Signals_neither_end_the_wait_nor_make_it_last()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "knows the system call's number on x86-64 only");
        string path = _folder.File("s");
        using PosixSignalRegistration handler = PosixSignalRegistration.Create((PosixSignal)SIGWINCH, static context => context.Cancel = true);
        using Socket listener = UnixListener.Bind(path, new UnixListenerOptions { Backlog = 0 });
        using Socket queued = await UnixConnect.ConnectAsync(path, Limit.Short);

        Task<Socket> waiting = UnixConnect.ConnectAsync(path, TimeSpan.FromMilliseconds(300));
        int interruptions = await Task.Run(() => InterruptUntilEnded(waiting));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.True(interruptions > 0);
    }

    /// <summary>Sends signals to whichever thread connects, until nobody does any more.</summary>
    private static int InterruptUntilEnded(Task waiting)
    {
        int sent = 0;
        var limit = Limit.Token();
        while (!waiting.IsCompleted)
        {
            limit.ThrowIfCancellationRequested();
            foreach (string task in Directory.GetDirectories("/proc/self/task").Where(IsConnecting))
            {
                sent += tgkill(Environment.ProcessId, int.Parse(Path.GetFileName(task), System.Globalization.CultureInfo.InvariantCulture), SIGWINCH) == 0 ? 1 : 0;
            }
        }
        return sent;
    }

    private static bool IsConnecting(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "syscall")).StartsWith(Connect, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The thread has ended.
            return false;
        }
    }

    [LibraryImport("libc")]
    private static partial int tgkill(int process, int thread, int signal);
}
