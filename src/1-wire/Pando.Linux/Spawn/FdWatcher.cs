using System.Collections.Concurrent;

namespace Pando.Linux.Spawn;

/// <summary>What a descriptor is watched for.</summary>
[Flags]
public enum FdEvents
{
    /// <summary>Only for errors and hang-ups, which are always reported.</summary>
    None = 0,

    /// <summary>A read would not block.</summary>
    Readable = 1,

    /// <summary>A write would not block.</summary>
    Writable = 2,
}

/// <summary>
/// One thread and one epoll(7) instance that wait for every descriptor of this process that .NET does not wait for itself:
/// a host with a thousand guests has a thousand pidfds and still one waiting thread.
/// </summary>
public sealed class FdWatcher
{
    private static readonly Lazy<FdWatcher> TheOne = new(() => new FdWatcher());

    private readonly ConcurrentDictionary<uint, Watch> _watches = new();
    private readonly Descriptor _epoll;
    private uint _lastToken;

    private FdWatcher()
    {
        int epoll = Libc.epoll_create1(Libc.EPOLL_CLOEXEC);
        _epoll = epoll >= 0 ? new Descriptor(epoll) : throw SyscallException.Last("epoll_create1");
        new Thread(Run) { IsBackground = true, Name = "pando-fdwatch" }.Start();
    }

    /// <summary>The watcher of this process.</summary>
    public static FdWatcher Shared => TheOne.Value;

    /// <summary>Number of descriptors waited for now.</summary>
    public int Count => _watches.Count;

    /// <summary>
    /// Completes when the descriptor is ready (or has hung up). Watches a duplicate, so that the caller may close its own meanwhile.
    /// </summary>
    public async Task WaitAsync(System.Runtime.InteropServices.SafeHandle descriptor, FdEvents events, CancellationToken cancellationToken)
    {
        using Descriptor own = Descriptor.Duplicate(descriptor);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable watch = Start(own, events, () => ready.TrySetResult());
        await ready.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Calls <paramref name="onReady"/> once, on the watcher's thread, when the descriptor is ready.
    /// The descriptor stays open until then or until the returned watch is disposed.
    /// </summary>
    internal IDisposable Start(Descriptor descriptor, FdEvents events, Action onReady)
    {
        uint token = unchecked(Interlocked.Increment(ref _lastToken));
        var watch = new Watch(this, token, descriptor, onReady);
        _watches[token] = watch;
        try
        {
            Add(watch, events);
        }
        catch
        {
            watch.Dispose();
            throw;
        }

        return watch;
    }

    private unsafe void Add(Watch watch, FdEvents events)
    {
        Libc.EpollEvent change = default;
        change.Token = watch.Token;
        change.Events = Libc.EPOLLONESHOT
            | (events.HasFlag(FdEvents.Readable) ? Libc.EPOLLIN : 0)
            | (events.HasFlag(FdEvents.Writable) ? Libc.EPOLLOUT : 0);
        using var epoll = new DescriptorReference(_epoll);
        if (Libc.epoll_ctl(epoll.Number, Libc.EPOLL_CTL_ADD, watch.Number, &change) != 0)
        {
            throw SyscallException.Last("epoll_ctl");
        }
    }

    private unsafe void Remove(Watch watch)
    {
        Libc.EpollEvent ignored = default;
        using var epoll = new DescriptorReference(_epoll);
        // Fails only when the descriptor was never added; either way it is not waited for afterwards.
        _ = Libc.epoll_ctl(epoll.Number, Libc.EPOLL_CTL_DEL, watch.Number, &ignored);
    }

    private unsafe void Run()
    {
        using var epoll = new DescriptorReference(_epoll);
        Libc.EpollEvent ready = default;
        while (true)
        {
            // One event a call: exits are rare, and the packed stride of an event array differs between machines.
            int count = Libc.epoll_wait(epoll.Number, &ready, 1, -1);
            if (count == 1 && _watches.TryGetValue(ready.Token, out Watch? watch))
            {
                watch.Fire();
            }
        }
    }

    private sealed class Watch : IDisposable
    {
        private readonly FdWatcher _owner;
        private readonly Descriptor _descriptor;
        private readonly Action _onReady;
        private int _ended;

        public Watch(FdWatcher owner, uint token, Descriptor descriptor, Action onReady)
        {
            _owner = owner;
            Token = token;
            _descriptor = descriptor;
            _onReady = onReady;
            bool held = false;
            descriptor.DangerousAddRef(ref held);
            Number = (int)descriptor.DangerousGetHandle();
        }

        public uint Token { get; }

        public int Number { get; }

        public void Fire()
        {
            if (End())
            {
                try
                {
                    _onReady();
                }
                finally
                {
                    _descriptor.DangerousRelease();
                }
            }
        }

        public void Dispose()
        {
            if (End())
            {
                _descriptor.DangerousRelease();
            }
        }

        private bool End()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0)
            {
                return false;
            }

            _owner._watches.TryRemove(Token, out _);
            _owner.Remove(this);
            return true;
        }
    }
}
