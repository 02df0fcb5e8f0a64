namespace Pando.Linux.Spawn;

/// <summary>
/// A process held by descriptor (pidfd_open(2)): a signal sent through it never reaches another process that got the same number.
/// A child of ours is reaped when it exits, also after this handle was disposed, so that no zombie stays.
/// </summary>
public sealed class PidFd : Descriptor
{
    private readonly Lock _gate = new();
    private readonly bool _isChild;
    private TaskCompletionSource<ExitStatus?>? _exit;
    private IDisposable? _watch;

    private PidFd(int descriptor, int pid, bool isChild)
        : base(descriptor)
    {
        Pid = pid;
        _isChild = isChild;
    }

    /// <summary>The process number; a name for people, not a hold on the process.</summary>
    public int Pid { get; }

    /// <summary>Opens a running (or not yet reaped) process.</summary>
    /// <exception cref="SyscallException">ESRCH: there is none of this number.</exception>
    public static PidFd Open(int pid) => Open(pid, isChild: false);

    /// <summary>Sends a signal (signal 0 only asks). False when the process has ended.</summary>
    /// <exception cref="SyscallException">The signal may not be sent.</exception>
    public bool Signal(int signal)
    {
        using var reference = new DescriptorReference(this);
        if (Libc.syscall(Libc.SYS_pidfd_send_signal, reference.Number, signal, 0, 0) == 0)
        {
            return true;
        }

        var failure = SyscallException.Last("pidfd_send_signal", $"{Pid}");
        return failure.Errno == Errno.ESRCH ? false : throw failure;
    }

    /// <summary>
    /// Completes when the process has ended: with its status if it was our child and was not reaped elsewhere, else with null.
    /// </summary>
    public Task<ExitStatus?> WaitForExitAsync(CancellationToken cancellationToken = default) =>
        StartWatching().WaitAsync(cancellationToken);

    /// <summary>The status of a child that has ended; null while it runs, and for a process that is not our child.</summary>
    public ExitStatus? TryReap()
    {
        lock (_gate)
        {
            if (_exit is { Task.IsCompletedSuccessfully: true } known)
            {
#pragma warning disable RS0030 // The task has completed: nothing blocks.
                return known.Task.Result;
#pragma warning restore RS0030
            }

            ExitStatus? status = Reap();
            if (status is not null)
            {
                (_exit ??= NewExit()).TrySetResult(status);
            }

            return status;
        }
    }

    internal static PidFd OfChild(int pid)
    {
        PidFd child = Open(pid, isChild: true);
        _ = child.StartWatching();
        return child;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The watch of a child keeps the descriptor until the exit was collected; that of another's process has no such duty.
        if (disposing && !_isChild)
        {
            lock (_gate)
            {
                _watch?.Dispose();
                _exit?.TrySetException(new ObjectDisposedException(nameof(PidFd)));
            }
        }

        base.Dispose(disposing);
    }

    private static PidFd Open(int pid, bool isChild)
    {
        long descriptor = Libc.syscall(Libc.SYS_pidfd_open, pid, 0, 0, 0);
        return descriptor >= 0 ? new PidFd((int)descriptor, pid, isChild) : throw SyscallException.Last("pidfd_open", $"{pid}");
    }

    private static TaskCompletionSource<ExitStatus?> NewExit() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<ExitStatus?> StartWatching()
    {
        lock (_gate)
        {
            _exit ??= NewExit();
            if (_watch is null && !_exit.Task.IsCompleted)
            {
                ObjectDisposedException.ThrowIf(IsClosed, this);
                _watch = FdWatcher.Shared.Start(this, FdEvents.Readable, Ended);
            }

            return _exit.Task;
        }
    }

    private void Ended()
    {
        lock (_gate)
        {
            _exit!.TrySetResult(Reap());
        }
    }

    private unsafe ExitStatus? Reap()
    {
        Libc.SigInfo info = default;
        bool held = false;
        // A child that somebody else in this process started (System.Diagnostics.Process) is theirs to collect: .NET ends the
        // whole process when it finds one gone.
        int flags = Libc.WEXITED | Libc.WNOHANG | (_isChild ? 0 : Libc.WNOWAIT);
        try
        {
            // The watch holds a reference of its own, so this works after Dispose too; without one, a closed handle has nothing to say.
            DangerousAddRef(ref held);
            int result;
            do
            {
                result = Libc.waitid(Libc.P_PIDFD, (uint)DangerousGetHandle(), &info, flags);
            }
            while (result != 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Errno.EINTR);

            // ECHILD: not our child, or reaped already. Pid 0: still running.
            if (result != 0 || info.Pid == 0)
            {
                return null;
            }
        }
        finally
        {
            if (held)
            {
                DangerousRelease();
            }
        }

        return info.Code == Libc.CLD_EXITED
            ? new ExitStatus(info.Status, null, CoreDumped: false)
            : new ExitStatus(null, info.Status, info.Code == Libc.CLD_DUMPED);
    }
}
