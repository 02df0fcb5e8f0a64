using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Pando.TestNamespaces;

/// <summary>
/// A network namespace of a test's own, with a /sys that shows it: what is done there never touches the machine's
/// network. Descriptors that were opened in it stay in it, whoever uses them.
/// </summary>
internal static partial class OwnNetwork
{
    private const int NewNetwork = 0x40000000;
    private const int NewMounts = 0x00020000;
    private const nuint RecursivePrivate = 0x4000 | 0x40000;

    /// <summary>Whether this process may make one; a test that needs it is skipped otherwise, and fails in CI.</summary>
    public static void Require()
    {
        bool can = Environment.IsPrivilegedProcess && File.Exists("/dev/net/tun");
        Assert.SkipUnless(can || Environment.GetEnvironmentVariable("CI") is not null, "Needs root and /dev/net/tun.");
        Assert.True(can, "Needs root and /dev/net/tun.");
    }

    /// <summary>Does something inside, on a thread of its own. The namespace goes when nothing holds it any more.</summary>
    public static T Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Check("unshare", unshare(NewNetwork | NewMounts));
                Check("mount /", mount("none", "/", null, RecursivePrivate, null));
                Check("mount /sys", mount("sysfs", "/sys", "sysfs", 0, null));
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        thread.Start();
        thread.Join();
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Does something inside.</summary>
    public static void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>Does something inside that waits in between, without ever leaving the thread.</summary>
    public static void Run(Func<Task> work) => Run(() =>
    {
        using var turns = new BlockingCollection<(SendOrPostCallback Go, object? State)>();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new OneThread(turns));
        try
        {
            Task done = work();
            _ = done.ContinueWith(_ => turns.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            foreach ((SendOrPostCallback go, object? state) in turns.GetConsumingEnumerable())
            {
                go(state);
            }
            done.GetAwaiter().GetResult();
            return true;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    });

    private sealed class OneThread(BlockingCollection<(SendOrPostCallback Go, object? State)> turns) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => turns.Add((d, state));
    }

    private static void Check(string call, int result) =>
        Assert.True(result == 0, $"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string? kind, nuint flags, string? data);
}
