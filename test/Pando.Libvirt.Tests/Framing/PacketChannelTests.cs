using System.Buffers.Binary;
using FsCheck.Fluent;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Tests.Described;

namespace Pando.Libvirt.Tests.Framing;

/// <summary>Packets on a connection, whatever the peer sends and however it arrives.</summary>
public sealed class PacketChannelTests
{
    private const int MaxBytes = 28 + Packet.MaxPayloadBytes;
    private static readonly PacketHeader Header = new(0x20008086, 1, 11, PacketType.Call, 7, PacketStatus.Ok);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(29)]
    [InlineData(int.MaxValue)]
    public async Task Packets_arrive_in_pieces_of_any_size(int piece)
    {
        byte[][] payloads = [[], [1], [1, 2, 3, 4], new Noise(1).Bytes(5000), [], new Noise(2).Bytes(70_000)];
        var sent = new PieceStream([], 1);
        await using (var writer = new PacketChannel(sent))
        {
            foreach (var (payload, i) in payloads.Select((payload, i) => (payload, i)))
            {
                await writer.WriteRawAsync(Header with { Serial = (uint)i }, payload, Ct);
            }
        }
        await using var reader = new PacketChannel(new PieceStream(sent.Written.ToArray(), piece));
        foreach (var (payload, i) in payloads.Select((payload, i) => (payload, i)))
        {
            var packet = (await reader.ReadAsync(Ct))!.Value;
            Assert.Equal(Header with { Serial = (uint)i }, packet.Header);
            Assert.Equal(payload, packet.Payload.ToArray());
        }
        Assert.Null(await reader.ReadAsync(Ct));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(4u)]
    [InlineData(27u)]
    [InlineData(MaxBytes + 1u)]
    [InlineData(0x7fffffffu)]
    [InlineData(0xffffffffu)]
    public async Task A_length_that_no_packet_has_is_refused_before_more_comes(uint length)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, length);
        await using var reader = new PacketChannel(new PieceStream(bytes, 1, ends: false));
        await Assert.ThrowsAsync<XdrException>(async () => await reader.ReadAsync(Ct));
    }

    [Fact]
    public async Task A_connection_that_ends_within_a_packet_is_refused_at_every_byte()
    {
        var whole = Frame(32, Header, [1, 2, 3, 4]);
        for (var length = 1; length < whole.Length; length++)
        {
            await using var reader = new PacketChannel(new PieceStream(whole[..length], 5));
            await Assert.ThrowsAsync<XdrException>(async () => await reader.ReadAsync(Ct));
        }
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(7, 0)]
    [InlineData(int.MinValue, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 3)]
    [InlineData(3, int.MaxValue)]
    public async Task Types_and_statuses_that_are_none_are_refused(int type, int status)
    {
        var header = Header with { Type = (PacketType)type, Status = (PacketStatus)status };
        await using var reader = new PacketChannel(new PieceStream(Frame(28, header, []), 28));
        await Assert.ThrowsAsync<XdrException>(async () => await reader.ReadAsync(Ct));
    }

    [Fact]
    public async Task A_length_of_32_MiB_and_then_silence_costs_no_memory()
    {
        var start = Frame(MaxBytes, Header, [1, 2, 3, 4]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        // All of it happens on this thread: bytes that are there are read without waiting.
        var connection = new PieceStream(start, 8, ends: false);
        var reader = new PacketChannel(connection);
        using var enough = new CancellationTokenSource();
        var reading = reader.ReadAsync(enough.Token).AsTask();
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(connection.Silence.IsCompleted);
        Assert.False(reading.IsCompleted);
        Assert.True(taken < 256 << 10, $"{taken} bytes");
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task The_largest_packet_arrives_and_a_larger_one_is_not_written()
    {
        var sent = new PieceStream([], 1);
        var writer = new PacketChannel(sent);
        await Assert.ThrowsAsync<XdrException>(async () => await writer.WriteRawAsync(Header, new byte[Packet.MaxPayloadBytes + 1], Ct));
        Assert.Equal(0, sent.Written.Length);
        await writer.WriteRawAsync(Header, new byte[Packet.MaxPayloadBytes], Ct);
        await using var reader = new PacketChannel(new PieceStream(sent.Written.ToArray(), int.MaxValue));
        Assert.Equal(Packet.MaxPayloadBytes, (await reader.ReadAsync(Ct))!.Value.Payload.Length);
    }

    [Fact]
    public void Whatever_bytes_come_packets_are_read_or_refused() => Properties.Hold(Gen.Choose(0, int.MaxValue), seed =>
    {
        var noise = new Noise((ulong)seed);
        var bytes = Enumerable.Range(0, 5).SelectMany(_ => Frame(28 + 12, Header, noise.Bytes(12))).ToArray();
        for (var i = 0; i < 1 + noise.Below(3); i++)
        {
            bytes[noise.Below(bytes.Length)] = unchecked((byte)noise.Next());
        }
        ReadAllAsync(bytes, 1 + noise.Below(50)).GetAwaiter().GetResult();
    }, times: 2000);

    [Fact]
    public async Task A_write_that_is_cancelled_tears_no_packet()
    {
        var (near, far) = Connection();
        await using var writer = new PacketChannel(near);
        await using var reader = new PacketChannel(far);
        using var impatient = new CancellationTokenSource();
        // More than a socket's buffers take: nobody reads yet.
        var payload = new Noise(3).Bytes(8 << 20);
        var writing = writer.WriteRawAsync(Header, payload, impatient.Token).AsTask();
        Assert.False(writing.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var next = writer.WriteRawAsync(Header with { Serial = 8 }, new byte[] { 1 }, limit.Token);
        Assert.Equal(payload, (await reader.ReadAsync(limit.Token))!.Value.Payload.ToArray());
        Assert.Equal(8u, (await reader.ReadAsync(limit.Token))!.Value.Header.Serial);
        await next;
    }

    private static (Stream Near, Stream Far) Connection()
    {
        var folder = Directory.CreateTempSubdirectory("pando-libvirt-");
        var address = new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "s"));
        using var listener = Socket();
        listener.Bind(address);
        listener.Listen();
        var near = Socket();
        near.Connect(address);
        var far = listener.Accept();
        folder.Delete(recursive: true);
        return (new System.Net.Sockets.NetworkStream(near, ownsSocket: true), new System.Net.Sockets.NetworkStream(far, ownsSocket: true));

        static System.Net.Sockets.Socket Socket() =>
            new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
    }

    private static async Task ReadAllAsync(byte[] bytes, int piece)
    {
        await using var reader = new PacketChannel(new PieceStream(bytes, piece));
        try
        {
            while (await reader.ReadAsync(CancellationToken.None) is not null)
            {
                // The next one.
            }
        }
        catch (XdrException)
        {
            // Refused.
        }
    }

    private static byte[] Frame(uint length, PacketHeader header, byte[] payload)
    {
        var writer = new XdrWriter();
        writer.WriteUInt32(length);
        header.Write(writer);
        writer.WriteRaw(payload);
        return writer.Written.ToArray();
    }
}
