using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pando.Libvirt;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.Linux.Sockets;

namespace Pando.LibvirtServer.Tests;

/// <summary>Descriptors that pass with calls and answers, and clients that lie about them.</summary>
public sealed class DescriptorTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly DomainOpenGraphicsFdArgs Given = new(new RemoteDomain("web1", Guid.Empty, -1), 0, 0);
    private static readonly DomainOpenGraphicsArgs Taken = new(new RemoteDomain("web1", Guid.Empty, -1), 0, 0);

    private readonly PlayedProcedures _played = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _played.DisposeAsync();

    [Fact]
    public async Task An_answer_comes_with_a_descriptor_behind_it_and_the_next_one_is_understood()
    {
        var (ours, theirs) = UnixPair.Open();
        using var kept = ours;
        _played.Procedures.AddHanding(RemoteProgram.DomainOpenGraphicsFd, (_, _) => ValueTask.FromResult(theirs));
        _played.Procedures.Add(RemoteProgram.ConnectGetType, static (_, _) => new ConnectGetTypeRet("QEMU"));
        var socket = await _played.ConnectSocketAsync();
        await using var channel = new PacketChannel(new Connections.UnixClientStream(socket));

        await channel.WriteAsync(Header(RemoteProgram.DomainOpenGraphicsFd.Facts, PacketType.Call, 1), Given, Ct);
        var answer = (await channel.ReadAsync(Ct).AsTask().WaitAsync(Limit, Ct))!.Value;
        Assert.Equal((PacketType.ReplyWithDescriptors, PacketStatus.Ok), (answer.Header.Type, answer.Header.Status));
        Assert.Equal(0, answer.Payload.Length);
        using var descriptor = Assert.Single(answer.Descriptors!);
        using var end = new Socket(new SafeSocketHandle(descriptor.DangerousGetHandle(), ownsHandle: false));
        await end.SendAsync("hello"u8.ToArray(), Ct);
        var heard = new byte[5];
        await kept.ReceiveAsync(heard, Ct).AsTask().WaitAsync(Limit, Ct);
        Assert.Equal("hello"u8, heard);

        await channel.WriteAsync(Header(RemoteProgram.ConnectGetType.Facts, PacketType.Call, 2), Nothing.Value, Ct);
        Assert.Equal("QEMU", (await channel.ReadAsync(Ct).AsTask().WaitAsync(Limit, Ct))!.Value.Decode<ConnectGetTypeRet>().Type);
    }

    [Fact]
    public async Task A_call_with_descriptors_has_them_while_it_is_answered_and_no_longer()
    {
        SafeHandle? came = null;
        _played.Procedures.Add(RemoteProgram.DomainOpenGraphics, (call, _) =>
        {
            came = Assert.Single(call.Descriptors);
            Assert.False(came.IsClosed);
            return Nothing.Value;
        });
        await using var channel = new PacketChannel(new Connections.UnixClientStream(await _played.ConnectSocketAsync()));
        var (ours, theirs) = UnixPair.Open();
        using (theirs)
        {
            await channel.WriteWithDescriptorsAsync(Header(RemoteProgram.DomainOpenGraphics.Facts, PacketType.CallWithDescriptors, 1), Taken, [theirs.SafeHandle], Ct);
        }
        var answer = (await channel.ReadAsync(Ct).AsTask().WaitAsync(Limit, Ct))!.Value;
        Assert.Equal((PacketType.Reply, PacketStatus.Ok), (answer.Header.Type, answer.Header.Status));
        Assert.NotNull(came);
        // The other end of it reads the end: the server has no copy left.
        Assert.Equal(0, await ours.ReceiveAsync(new byte[1], Ct).AsTask().WaitAsync(Limit, Ct));
        ours.Dispose();
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(33, 0)]
    [InlineData(uint.MaxValue, 0)]
    public async Task A_client_that_lies_about_how_many_there_are_is_cut_off(uint says, int sends)
    {
        using var socket = await _played.ConnectSocketAsync();
        var packet = new XdrWriter();
        packet.WriteUInt32(0);
        Header(RemoteProgram.DomainOpenGraphics.Facts, PacketType.CallWithDescriptors, 1).Write(packet);
        packet.WriteUInt32(says);
        Taken.Write(packet);
        var bytes = packet.Written.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)bytes.Length);
        await socket.SendAsync(bytes, Ct);
        for (var i = 0; i < sends; i++)
        {
            await DescriptorPassing.SendAsync(socket, new byte[1], [socket.SafeHandle], Ct);
        }
        // It may have been cut off already.
        await Record.ExceptionAsync(() => socket.SendAsync(new byte[Packet.MaxDescriptors], Ct).AsTask());
        await EndedAsync(socket);
    }

    [Fact]
    public async Task Descriptors_that_belong_to_nothing_end_the_connection_before_they_are_many()
    {
        using var socket = await _played.ConnectSocketAsync();
        for (var i = 0; i <= Packet.MaxDescriptors; i++)
        {
            // It may have been cut off already.
            if (await Record.ExceptionAsync(() => DescriptorPassing.SendAsync(socket, new byte[1], [socket.SafeHandle], Ct)) is not null)
            {
                break;
            }
        }
        await EndedAsync(socket);
    }

    private async Task EndedAsync(Socket socket)
    {
        await _played.Serving.WaitAsync(Limit, Ct);
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1], Ct).AsTask().WaitAsync(Limit, Ct));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It ended before it had read all that was sent.
        }
    }

    private static PacketHeader Header(ProcedureFacts facts, PacketType type, uint serial) => new(facts.Program, facts.Version, facts.Number, type, serial, PacketStatus.Ok);
}
