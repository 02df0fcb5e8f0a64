using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Pando.Cli.Terminal;

namespace Pando.Cli.Tests.Terminal;

/// <summary>Standard streams that another program has made non-blocking.</summary>
public sealed partial class DescriptorStreamTests
{
    private const int NonBlocking = 0x800; // O_NONBLOCK
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_pipe_that_is_full_is_waited_for()
    {
        var ends = new int[2];
        Assert.Equal(0, pipe2(ends, NonBlocking));
        using var reading = new SafeFileHandle(ends[0], ownsHandle: true);
        using var writing = new SafeFileHandle(ends[1], ownsHandle: true);
        var sent = RandomNumberGenerator.GetBytes(1 << 20);
        var written = Task.Run(() => new DescriptorStream(ends[1]).Write(sent));

        var received = new byte[sent.Length];
        var source = new DescriptorStream(ends[0]);
        await Task.Run(() => Read(source, received)).WaitAsync(Limit);
        await written.WaitAsync(Limit);
        Assert.Equal(sent, received);
    }

    private static void Read(DescriptorStream source, byte[] all)
    {
        for (var at = 0; at < all.Length;)
        {
            at += source.Read(all.AsSpan(at));
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2([Out] int[] ends, int flags);
}
