using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Spawn;

/// <summary>How a program that was run to its end has ended.</summary>
/// <param name="Status">Null when it was reaped elsewhere.</param>
/// <param name="Output">Standard output and error together, from the beginning as far as was asked for.</param>
public sealed record ShortRunResult(ExitStatus? Status, string Output);

/// <summary>Runs a program that says something short and ends.</summary>
public static class ShortRun
{
    private const int Kill = 9;
    private const int UsualOutputBytes = 1 << 16;

    /// <summary>Runs it, and reads the first 64 KiB of what it says; it is killed when the limit has passed or the caller gives up.</summary>
    /// <param name="request">What to run; its output is replaced.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SyscallException">It cannot be started.</exception>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static Task<ShortRunResult> RunAsync(SpawnRequest request, TimeSpan limit, CancellationToken cancellationToken = default) =>
        RunAsync(request, limit, UsualOutputBytes, cancellationToken);

    /// <summary>Runs it; it is killed when the limit has passed or the caller gives up.</summary>
    /// <param name="request">What to run; its output is replaced.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="mostOutputBytes">How much of its output is read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SyscallException">It cannot be started.</exception>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static async Task<ShortRunResult> RunAsync(SpawnRequest request, TimeSpan limit, int mostOutputBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        // A file in memory, not a pipe: nothing has to be read while it runs, and what it forks off cannot hold the end back.
        using SafeFileHandle output = OutputFile();
        using SpawnedProcess child = ProcessSpawner.Start(request with { Output = output });
        try
        {
            ExitStatus? status = await child.Handle.WaitForExitAsync(cancellationToken).WaitAsync(limit, cancellationToken);
            return new ShortRunResult(status, ReadAll(output, mostOutputBytes));
        }
        finally
        {
            child.Handle.Signal(Kill);
        }
    }

    private static SafeFileHandle OutputFile()
    {
        const uint closeOnExec = 1;
        int number = Libc.memfd_create("output", closeOnExec);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw SyscallException.Last("memfd_create");
    }

    private static string ReadAll(SafeFileHandle output, int most)
    {
        byte[] bytes = new byte[Math.Min(RandomAccess.GetLength(output), most)];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(output, bytes, 0));
    }
}
