using System.Runtime.InteropServices;
using Pando.Linux.Kernel;

namespace Pando.Linux.Tests.Kernel;

public class PerfCounterTests
{
    private const ulong PageFaults = 2;

    [Fact]
    public void What_a_thread_does_is_counted()
    {
        using var counter = PerfCounter.Open(PerfSource.Software, PageFaults, Environment.ProcessId);
        Assert.True(counter.Read() >= 0);
        var before = counter.Read();
        using var other = PerfCounter.Open(PerfSource.Software, PageFaults, thread: 0);
        Touch();
        // This test may run on any thread of the process: the one that counts "itself" has seen it.
        Assert.True(other.Read() > 0);
        Assert.True(counter.Read() >= before);
    }

    [Fact]
    public void A_thread_that_is_not_there_is_told_by_its_error_number() =>
        Assert.Equal(Errno.ESRCH, Assert.Throws<SyscallException>(() => PerfCounter.Open(PerfSource.Software, PageFaults, int.MaxValue)).Errno);

    [Fact]
    public void What_nobody_counts_is_told_by_its_error_number() =>
        Assert.NotEqual(Errno.ESRCH, Assert.Throws<SyscallException>(() => PerfCounter.Open(PerfSource.Software, 999, thread: 0)).Errno);

    private static unsafe void Touch()
    {
        const int bytes = 1 << 20;
        // Not the collector's memory, which may be there already.
        var memory = (byte*)NativeMemory.Alloc(bytes);
        for (var at = 0; at < bytes; at += 4096)
        {
            memory[at] = 1;
        }
        NativeMemory.Free(memory);
    }
}
