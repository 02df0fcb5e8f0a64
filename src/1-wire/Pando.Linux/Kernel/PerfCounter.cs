using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pando.Linux.Kernel;

/// <summary>What the kernel counts by itself, and what the processor does (perf_event_open(2)).</summary>
public enum PerfSource
{
    /// <summary>PERF_TYPE_HARDWARE: the processor's own counters.</summary>
    Hardware = 0,

    /// <summary>PERF_TYPE_SOFTWARE: the kernel's.</summary>
    Software = 1,
}

/// <summary>Counts something of one thread, and of all threads that it makes from then on, wherever they run.</summary>
public sealed class PerfCounter : IDisposable
{
    private const long PerfEventOpen = 298;
    private const long CloseOnExec = 8;
    private const ulong Inherit = 1 << 1;

    private readonly Descriptor _counter;

    private PerfCounter(Descriptor counter) => _counter = counter;

    /// <summary>Begins to count.</summary>
    /// <param name="source">Who counts.</param>
    /// <param name="number">What: a number of PERF_COUNT_HW_… or PERF_COUNT_SW_….</param>
    /// <param name="thread">The thread.</param>
    /// <exception cref="SyscallException">The kernel does not count that, or not for this caller; ESRCH: the thread has ended.</exception>
    public static unsafe PerfCounter Open(PerfSource source, ulong number, int thread)
    {
        var attributes = new Attributes { Type = (uint)source, Size = (uint)Unsafe.SizeOf<Attributes>(), Config = number, Flags = Inherit };
        long descriptor = Libc.syscall6(PerfEventOpen, (long)&attributes, thread, -1, -1, CloseOnExec);
        return descriptor >= 0 ? new PerfCounter(new Descriptor((int)descriptor)) : throw SyscallException.Last("perf_event_open");
    }

    /// <summary>The count until now.</summary>
    public unsafe long Read()
    {
        long count = 0;
        using var reference = new DescriptorReference(_counter);
        nint read = Libc.read(reference.Number, (byte*)&count, sizeof(long));
        return read == sizeof(long) ? count : throw SyscallException.Last("read");
    }

    /// <summary>Ends the counting.</summary>
    public void Dispose() => _counter.Dispose();

    /// <summary>struct perf_event_attr in its first version (PERF_ATTR_SIZE_VER0), which every kernel takes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Type;
        public uint Size;
        public ulong Config;
        public ulong SamplePeriod;
        public ulong SampleType;
        public ulong ReadFormat;
        public ulong Flags;
        public uint WakeupEvents;
        public uint BreakpointType;
        public ulong Config1;
    }
}
