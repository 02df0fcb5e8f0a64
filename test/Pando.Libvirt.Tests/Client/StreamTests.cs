using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.Libvirt.Tests.Described;

namespace Pando.Libvirt.Tests.Client;

/// <summary>Streams of calls against a server that the test plays.</summary>
public sealed class StreamTests : IAsyncDisposable
{
    private const int Buffer = 1000;
    private static readonly RemoteStorageVol Volume = new("pool", "volume", "key");
    private static readonly StorageVolDownloadArgs Download = new(Volume, 0, 0, 0);
    private static readonly StorageVolUploadArgs Upload = new(Volume, 0, 0, 0);

    private readonly PlayedServer _server = new(new LibvirtClientOptions { StreamBufferBytes = Buffer });

    private CancellationToken Ct => _server.Ct;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task What_the_server_sends_is_read_to_its_end_and_finished()
    {
        var (stream, header) = await OpenDownloadAsync();
        await _server.SayAsync(header, [1, 2, 3]);
        await _server.SayAsync(header, [4]);
        await _server.SayAsync(header);
        var read = new MemoryStream();
        await stream.CopyToAsync(read, Ct);
        Assert.Equal([1, 2, 3, 4], read.ToArray());
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Ct));
        await FinishesAsync(stream.DisposeAsync().AsTask(), header);
    }

    [Fact]
    public async Task An_answer_comes_with_the_stream_and_data_may_follow_at_once()
    {
        var opening = _server.Client.OpenStreamAsync(RemoteProgram.DomainScreenshot, new DomainScreenshotArgs(new RemoteDomain("d", Guid.Empty, 1), 0, 0), cancellationToken: Ct);
        var call = await _server.NextAsync();
        await _server.SayAsync(call.Header with { Type = PacketType.Reply }, new DomainScreenshotRet("image/png"));
        await _server.SayAsync(call.Header with { Type = PacketType.Stream, Status = PacketStatus.Continue }, [7]);
        await using var stream = await opening;
        Assert.Equal("image/png", stream.Answer.Mime);
        Assert.Equal([7], (await stream.ReadPieceAsync(Ct)).Data.ToArray());
    }

    [Fact]
    public async Task What_is_written_goes_in_pieces_unpadded_and_is_finished_once()
    {
        var (stream, header) = await OpenUploadAsync();
        var bytes = new Noise(1).Bytes((2 * LibvirtStream.MaxPieceBytes) + 3);
        await stream.WriteAsync(bytes, Ct);
        await stream.WriteAsync(default(ReadOnlyMemory<byte>), Ct);
        var got = new List<byte>();
        foreach (var length in new[] { LibvirtStream.MaxPieceBytes, LibvirtStream.MaxPieceBytes, 3 })
        {
            var piece = await _server.NextAsync();
            Assert.Equal(header, piece.Header);
            Assert.Equal(length, piece.Payload.Length);
            got.AddRange(piece.Payload.ToArray());
        }
        Assert.Equal(bytes, got);
        await FinishesAsync(stream.FinishAsync(Ct), header);
        await stream.FinishAsync(Ct);
        await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[1], Ct));
        await stream.DisposeAsync();
        await NothingMoreAsync();
    }

    [Fact]
    public async Task Holes_go_both_ways_where_the_call_says_so()
    {
        var (stream, header) = await _server.OpenAsync(RemoteProgram.StorageVolUpload, Upload, Nothing.Value, sparse: true);
        await stream.WriteHoleAsync(1L << 40, Ct);
        await stream.WriteHoleAsync(0, Ct);
        await stream.WriteAsync(new byte[] { 1 }, Ct);
        var hole = await _server.NextAsync();
        Assert.Equal(header with { Type = PacketType.StreamHole }, hole.Header);
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], hole.Payload.ToArray());
        Assert.Equal(1, (await _server.NextAsync()).Payload.Length);

        var (down, headerDown) = await _server.OpenAsync(RemoteProgram.StorageVolDownload, Download, Nothing.Value, sparse: true);
        foreach (var length in new[] { 3L, 0, 5 })
        {
            await _server.SayAsync(headerDown with { Type = PacketType.StreamHole }, new StreamHole(length));
        }
        await _server.SayAsync(headerDown, [9]);
        await _server.SayAsync(headerDown);
        Assert.Equal(3, (await down.ReadPieceAsync(Ct)).HoleBytes);
        var rest = new MemoryStream();
        await down.CopyToAsync(rest, 2, Ct);
        Assert.Equal([0, 0, 0, 0, 0, 9], rest.ToArray());
    }

    [Fact]
    public async Task Holes_are_refused_where_the_call_says_nothing_of_them()
    {
        var (up, _) = await OpenUploadAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await up.WriteHoleAsync(1, Ct));
        var (down, header) = await OpenDownloadAsync();
        await _server.SayAsync(header with { Type = PacketType.StreamHole }, new StreamHole(3));
        await Assert.ThrowsAsync<XdrException>(async () => await down.ReadPieceAsync(Ct));
    }

    [Fact]
    public async Task An_error_of_the_server_reaches_who_reads_writes_and_finishes()
    {
        var (stream, header) = await OpenDownloadAsync();
        var error = new LibvirtError(LibvirtErrorNumber.SystemError, LibvirtErrorDomain.Storage, "No space left");
        await _server.SayAsync(header, [1]);
        await _server.SayAsync(header with { Status = PacketStatus.Error }, error);
        // What came before it is read first.
        Assert.Equal(1, await stream.ReadAsync(new byte[9], Ct));
        Assert.Equal(error, (await Assert.ThrowsAsync<LibvirtException>(async () => Assert.Equal(0, await stream.ReadAsync(new byte[1], Ct)))).Error);
        await Assert.ThrowsAsync<LibvirtException>(async () => await stream.WriteAsync(new byte[1], Ct));
        await Assert.ThrowsAsync<LibvirtException>(() => stream.FinishAsync(Ct));
        await stream.DisposeAsync();
        await NothingMoreAsync();
    }

    [Fact]
    public async Task A_stream_that_is_not_finished_is_aborted()
    {
        var (stream, header) = await OpenUploadAsync();
        await stream.WriteAsync(new byte[] { 1 }, Ct);
        await _server.NextAsync();
        await stream.DisposeAsync();
        await AbortedAsync(header);
        await Assert.ThrowsAsync<IOException>(() => stream.FinishAsync(Ct));
    }

    [Fact]
    public async Task An_abort_waits_for_its_answer_and_drops_what_comes_before()
    {
        var (stream, header) = await OpenDownloadAsync();
        var aborting = stream.AbortAsync(Ct);
        await AbortedAsync(header);
        for (var i = 0; i < 10; i++)
        {
            await _server.SayAsync(header, new byte[Buffer]);
        }
        Assert.False(aborting.IsCompleted);
        await _server.SayAsync(header with { Status = PacketStatus.Ok });
        await aborting;
    }

    [Fact]
    public async Task A_cancelled_read_aborts()
    {
        var (stream, header) = await OpenDownloadAsync();
        using var impatient = new CancellationTokenSource();
        var reading = stream.ReadAsync(new byte[1], impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await AbortedAsync(header);
        await Assert.ThrowsAsync<IOException>(async () => Assert.Equal(0, await stream.ReadAsync(new byte[1], Ct)));
    }

    [Fact]
    public async Task A_stream_that_opens_after_its_call_was_cancelled_is_aborted()
    {
        using var impatient = new CancellationTokenSource();
        var opening = _server.Client.OpenStreamAsync(RemoteProgram.StorageVolDownload, Download, cancellationToken: impatient.Token);
        var call = await _server.NextAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        await _server.SayAsync(call.Header with { Type = PacketType.Reply });
        await AbortedAsync(call.Header with { Type = PacketType.Stream });
    }

    [Fact]
    public async Task Who_does_not_read_holds_a_bounded_part_of_it_and_nobody_loses_anything()
    {
        var (stream, header) = await OpenDownloadAsync();
        var asked = _server.Client.CallAsync(RemoteProgram.ConnectGetVersion, Nothing.Value, Ct);
        var call = await _server.NextAsync();
        // A ping shows how far the client has come: those behind what it does not take are not answered.
        await _server.SayAsync(header, new byte[Buffer]);
        await _server.SayAsync(KeepAlive.Ping);
        Assert.Equal(KeepAlive.Pong, (await _server.NextAsync()).Header);
        await _server.SayAsync(header, [1]);
        await _server.SayAsync(header);
        await _server.SayAsync(call.Header with { Type = PacketType.Reply }, new ConnectGetVersionRet(9));
        Assert.Equal(Buffer, await stream.ReadAsync(new byte[Buffer], Ct));
        Assert.Equal(9ul, (await asked).HvVer);
        Assert.Equal(1, await stream.ReadAsync(new byte[Buffer], Ct));
        Assert.Equal(0, await stream.ReadAsync(new byte[Buffer], Ct));
    }

    [Fact]
    public async Task Past_its_bound_nothing_is_taken_until_somebody_reads()
    {
        var (stream, header) = await OpenDownloadAsync();
        await _server.SayAsync(header, new byte[Buffer + 1]);
        await _server.SayAsync(KeepAlive.Ping);
        // Had it been taken, it would be answered before this call of another client's is.
        await using (var other = new PlayedServer())
        {
            await other.SayAsync(KeepAlive.Ping);
            await other.NextAsync();
        }
        var pong = _server.NextAsync();
        Assert.False(pong.IsCompleted);
        Assert.Equal(Buffer + 1, (await stream.ReadPieceAsync(Ct)).Data.Length);
        Assert.Equal(KeepAlive.Pong, (await pong).Header);
    }

    [Fact]
    public async Task A_connection_that_ends_ends_its_streams()
    {
        var (stream, header) = await OpenDownloadAsync();
        await _server.SayAsync(header, [1]);
        await _server.Channel.DisposeAsync();
        Assert.Equal(1, await stream.ReadAsync(new byte[2], Ct));
        await Assert.ThrowsAsync<IOException>(async () => Assert.Equal(0, await stream.ReadAsync(new byte[2], Ct)));
        await Assert.ThrowsAsync<IOException>(() => stream.FinishAsync(Ct));
        await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[1], Ct));
        await stream.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_fails_opens_no_stream()
    {
        var opening = _server.Client.OpenStreamAsync(RemoteProgram.StorageVolDownload, Download, cancellationToken: Ct);
        var call = await _server.NextAsync();
        await _server.SayAsync(
            call.Header with { Type = PacketType.Reply, Status = PacketStatus.Error }, new LibvirtError(LibvirtErrorNumber.NoStorageVol, LibvirtErrorDomain.Storage, "none"));
        Assert.Equal(LibvirtErrorNumber.NoStorageVol, (await Assert.ThrowsAsync<LibvirtException>(() => opening)).Number);
        await NothingMoreAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => _server.Client.OpenStreamAsync(RemoteProgram.ConnectGetVersion, Nothing.Value, cancellationToken: Ct));
    }

    private Task<(LibvirtStream<Nothing> Stream, PacketHeader Header)> OpenDownloadAsync() => _server.OpenAsync(RemoteProgram.StorageVolDownload, Download, Nothing.Value);

    private Task<(LibvirtStream<Nothing> Stream, PacketHeader Header)> OpenUploadAsync() => _server.OpenAsync(RemoteProgram.StorageVolUpload, Upload, Nothing.Value);

    /// <summary>Both say that this was all.</summary>
    private async Task FinishesAsync(Task finishing, PacketHeader header)
    {
        var last = await _server.NextAsync();
        Assert.Equal(header with { Status = PacketStatus.Ok }, last.Header);
        Assert.True(last.Payload.IsEmpty);
        Assert.False(finishing.IsCompleted);
        await _server.SayAsync(last.Header);
        await finishing;
    }

    private async Task AbortedAsync(PacketHeader header)
    {
        var last = await _server.NextAsync();
        Assert.Equal(header with { Status = PacketStatus.Error }, last.Header);
        Assert.True(last.Payload.IsEmpty);
    }

    /// <summary>The answer to a ping is the next thing that the client says.</summary>
    private async Task NothingMoreAsync()
    {
        await _server.SayAsync(KeepAlive.Ping);
        Assert.Equal(KeepAlive.Pong, (await _server.NextAsync()).Header);
    }
}
