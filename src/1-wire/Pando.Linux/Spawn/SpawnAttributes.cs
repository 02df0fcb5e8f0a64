using System.Runtime.InteropServices;

namespace Pando.Linux.Spawn;

/// <summary>posix_spawnattr_t: a session of its own, no signal blocked, every signal at its default.</summary>
internal sealed unsafe class SpawnAttributes : IDisposable
{
    // glibc's object has 336 bytes, musl's fewer; sigset_t has 128.
    private const int ObjectBytes = 1024;
    private const int SignalSetBytes = 128;

    public SpawnAttributes()
    {
        Pointer = NativeMemory.AllocZeroed(ObjectBytes);
        Posix.Check("posix_spawnattr_init", Libc.posix_spawnattr_init(Pointer));
        byte* signals = stackalloc byte[SignalSetBytes];
        // .NET ignores SIGPIPE and handles others; an ignored signal would stay ignored across the exec.
        _ = Libc.sigfillset(signals);
        Posix.Check("posix_spawnattr_setsigdefault", Libc.posix_spawnattr_setsigdefault(Pointer, signals));
        _ = Libc.sigemptyset(signals);
        Posix.Check("posix_spawnattr_setsigmask", Libc.posix_spawnattr_setsigmask(Pointer, signals));
        const short flags = Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGMASK | Libc.POSIX_SPAWN_SETSIGDEF;
        Posix.Check("posix_spawnattr_setflags", Libc.posix_spawnattr_setflags(Pointer, flags));
    }

    public void* Pointer { get; private set; }

    public void Dispose()
    {
        if (Pointer is not null)
        {
            _ = Libc.posix_spawnattr_destroy(Pointer);
            NativeMemory.Free(Pointer);
            Pointer = null;
        }
    }
}
