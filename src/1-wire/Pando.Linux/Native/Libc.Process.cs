using System.Runtime.InteropServices;

namespace Pando.Linux;

internal static partial class Libc
{
    internal const short POSIX_SPAWN_SETSIGDEF = 0x04;
    internal const short POSIX_SPAWN_SETSIGMASK = 0x08;
    internal const short POSIX_SPAWN_SETSID = 0x80;

    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;

    internal const int P_PIDFD = 3;
    internal const int WNOHANG = 1;
    internal const int WEXITED = 4;
    internal const int WNOWAIT = 0x01000000;
    internal const int CLD_EXITED = 1;
    internal const int CLD_DUMPED = 3;

    internal const long SYS_pidfd_send_signal = 424;
    internal const long SYS_pidfd_open = 434;

    internal const int EPOLL_CLOEXEC = 0x80000;
    internal const int EPOLL_CTL_ADD = 1;
    internal const int EPOLL_CTL_DEL = 2;
    internal const uint EPOLLIN = 0x001;
    internal const uint EPOLLOUT = 0x004;
    internal const uint EPOLLONESHOT = 1u << 30;

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnp(
        int* pid, byte* file, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnattr_init(void* attributes);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnattr_setsigmask(void* attributes, void* set);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawnattr_setsigdefault(void* attributes, void* set);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_adddup2(void* actions, int source, int target);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_addopen(void* actions, int number, byte* path, int flags, uint mode);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);

    [LibraryImport(Library)]
    internal static unsafe partial int posix_spawn_file_actions_addclosefrom_np(void* actions, int lowest);

    [LibraryImport(Library)]
    internal static unsafe partial int sigemptyset(void* set);

    [LibraryImport(Library)]
    internal static unsafe partial int sigfillset(void* set);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int prlimit(int pid, int resource, Rlimit* newLimit, Rlimit* oldLimit);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int waitid(int idType, uint id, SigInfo* info, int options);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial long syscall(long number, long a, long b, long c, long d);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial long syscall6(long number, long a, long b, long c, long d, long e);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int epoll_ctl(int epoll, int operation, int fd, EpollEvent* change);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int epoll_wait(int epoll, EpollEvent* events, int count, int timeoutMilliseconds);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int poll(PollFd* descriptors, nuint count, int timeoutMilliseconds);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    /// <summary>struct rlimit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Rlimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    /// <summary>siginfo_t as waitid(2) fills it, on 64-bit: the union begins at offset 16.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct SigInfo
    {
        [FieldOffset(8)]
        public int Code;

        [FieldOffset(16)]
        public int Pid;

        [FieldOffset(24)]
        public int Status;
    }

    /// <summary>struct epoll_event, which only x86-64 packs: the caller's data stand at offset 4 there and at 8 elsewhere.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct EpollEvent
    {
        private static readonly int DataWord = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 1 : 2;

        private fixed uint _words[4];

        public uint Events
        {
            get => _words[0];
            set => _words[0] = value;
        }

        public uint Token
        {
            get => _words[DataWord];
            set => _words[DataWord] = value;
        }
    }
}
