namespace Pando.Linux.Spawn;

/// <summary>
/// Starts a program from a thread that has enclosed itself before. A Landlock domain and a mount namespace belong to a thread and are
/// inherited by what it starts, so that no launcher has to run between fork and exec. The thread ends behind it: nothing else of this
/// process is enclosed.
/// </summary>
/// <remarks>
/// On the enclosed thread the runtime may open no file any more, for example to load an assembly: all is made before, and everything
/// that runs there has run once, unenclosed, by <see cref="WarmUp"/>.
/// </remarks>
internal static class EnclosedSpawn
{
    private const int StackBytes = 256 << 10;
    private static readonly Lazy<bool> Warm = new(WarmUp);

    /// <exception cref="SyscallException">A call of the enclosure failed: nothing was started.</exception>
    public static void Run(FileEnclosure enclosure, SpawnCall spawn)
    {
        _ = Warm.Value;
        using var calls = new PreparedCalls();
        enclosure.AddTo(calls);
        RunOnThread(calls, spawn);
        if (calls.Failed is { } failed)
        {
            throw new SyscallException(failed, calls.Error);
        }
    }

    /// <summary>Only the calls, which may lead the thread into another process's view: it ends behind them, too.</summary>
    /// <exception cref="SyscallException">One of them failed.</exception>
    public static void Run(PreparedCalls calls)
    {
        _ = Warm.Value;
        RunOnThread(calls, null);
        if (calls.Failed is { } failed)
        {
            throw new SyscallException(failed, calls.Error);
        }
    }

    private static void RunOnThread(PreparedCalls calls, SpawnCall? spawn)
    {
        calls.Seal();
        var thread = new Thread(
            () =>
            {
                if (calls.Run())
                {
                    spawn?.Run();
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
    }

    // Once a process: both ways through the code, and an end of a thread.
    private static bool WarmUp()
    {
        using var nothing = new NativeStrings([""]);
        using var attributes = new SpawnAttributes();
        using var actions = new SpawnFileActions();
        using var failing = new PreparedCalls();
        failing.Add("close", -1);
        RunOnThread(failing, new SpawnCall(nothing, nothing, attributes, actions));
        using var succeeding = new PreparedCalls();
        succeeding.Add("getpid");
        // An empty name starts nothing: ENOENT.
        RunOnThread(succeeding, new SpawnCall(nothing, nothing, attributes, actions));
        return true;
    }
}
