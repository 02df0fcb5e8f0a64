using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Linux.Sockets;

namespace Pando.Linux.Tests.Sockets;

public sealed class DescriptorPassingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _listener;

    public DescriptorPassingTests() => _listener = UnixListener.Bind(_folder.File("s"));

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Descriptors_arrive_in_order_open_and_closed_on_exec()
    {
        (Socket a, Socket b) = await PairAsync();
        using (a)
        using (b)
        {
            using SafeFileHandle one = File.OpenHandle(_folder.File("one"), FileMode.CreateNew, FileAccess.Write);
            using SafeFileHandle two = File.OpenHandle(_folder.File("two"), FileMode.CreateNew, FileAccess.Write);
            byte[] buffer = new byte[64];

            // The receiver waits first, so that the wait itself is tested.
            Task<ReceivedDescriptors> receive = DescriptorPassing.ReceiveAsync(b, buffer, cancellationToken: Limit.Token());
            await DescriptorPassing.SendAsync(a, "two files"u8.ToArray(), [one, two], Limit.Token());
            ReceivedDescriptors received = await receive;

            Assert.Equal("two files", System.Text.Encoding.UTF8.GetString(buffer, 0, received.ByteCount));
            Assert.Equal([FileIdentity.Of(one), FileIdentity.Of(two)], received.Descriptors.Select(static d => FileIdentity.Of(d)));
            foreach (Descriptor descriptor in received.Descriptors)
            {
                Assert.Contains(
                    "flags:\t02",
                    await File.ReadAllTextAsync($"/proc/self/fdinfo/{descriptor.DangerousGetHandle()}"),
                    StringComparison.Ordinal);
                descriptor.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_message_larger_than_the_sockets_buffer_arrives_whole()
    {
        (Socket a, Socket b) = await PairAsync();
        using (a)
        using (b)
        {
            using SafeFileHandle file = File.OpenHandle("/dev/null");
            byte[] large = new byte[4 << 20];
            Task send = DescriptorPassing.SendAsync(a, large, [file], Limit.Token());
            int total = 0;
            int descriptors = 0;
            byte[] buffer = new byte[1 << 16];
            while (total < large.Length)
            {
                ReceivedDescriptors part = await DescriptorPassing.ReceiveAsync(b, buffer, cancellationToken: Limit.Token());
                total += part.ByteCount;
                descriptors += part.Descriptors.Count;
                part.Descriptors.ToList().ForEach(static d => d.Dispose());
            }

            await send;
            Assert.Equal((large.Length, 1), (total, descriptors));
        }
    }

    [Fact]
    public async Task More_descriptors_than_allowed_are_refused()
    {
        (Socket a, Socket b) = await PairAsync();
        using (a)
        using (b)
        {
            using SafeFileHandle file = File.OpenHandle("/dev/null");
            await DescriptorPassing.SendAsync(a, "x"u8.ToArray(), [file, file], Limit.Token());

            await Assert.ThrowsAsync<InvalidDataException>(() => DescriptorPassing.ReceiveAsync(b, new byte[8], 1, Limit.Token()));
        }
    }

    [Fact]
    public async Task End_of_the_stream_is_zero_bytes_and_a_dead_peer_is_an_error()
    {
        (Socket a, Socket b) = await PairAsync();
        using (b)
        {
            using SafeFileHandle file = File.OpenHandle("/dev/null");
            a.Dispose();

            Assert.Equal(0, (await DescriptorPassing.ReceiveAsync(b, new byte[8], cancellationToken: Limit.Token())).ByteCount);
            await Assert.ThrowsAsync<SyscallException>(() => DescriptorPassing.SendAsync(b, "x"u8.ToArray(), [file], Limit.Token()));
        }
    }

    private async Task<(Socket Client, Socket Server)> PairAsync()
    {
        Socket client = await UnixConnect.ConnectAsync(_folder.File("s"), Limit.Short);
        return (client, await _listener.AcceptAsync(Limit.Token()));
    }
}
