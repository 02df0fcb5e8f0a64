using System.Security.Cryptography;
using Pando.Libvirt;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Streams;

namespace Pando.LibvirtServer.Tests;

/// <summary>Streams from the server's side, with our own client at the other end.</summary>
public sealed class ServerStreamTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly RemoteStorageVol Volume = new("default", "v", "/v");
    private static readonly StorageVolDownloadArgs Download = new(Volume, 0, 0, (uint)VirStorageVolDownloadFlags.SparseStream);
    private static readonly StorageVolUploadArgs Upload = new(Volume, 0, 0, (uint)VirStorageVolUploadFlags.SparseStream);

    private readonly PlayedProcedures _played = new();
    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(5 << 20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _played.DisposeAsync();

    [Fact]
    public async Task What_the_server_sends_arrives_with_its_holes()
    {
        var work = Sends(async (stream, over) =>
        {
            await stream.WriteAsync(_bytes, over);
            await stream.WriteHoleAsync(1 << 20, over);
            await stream.WriteAsync(_bytes.AsMemory(0, 3), over);
        });
        await using var client = await _played.ClientAsync();
        await using var stream = await client.OpenStreamAsync(RemoteProgram.StorageVolDownload, Download, sparse: true, Ct);
        var read = new MemoryStream();
        await stream.CopyToAsync(read, Ct).WaitAsync(Limit, Ct);
        await stream.FinishAsync(Ct).WaitAsync(Limit, Ct);
        Assert.Equal([.. _bytes, .. new byte[1 << 20], .. _bytes[..3]], read.ToArray());
        await work.Disposed.WaitAsync(Limit, Ct);
    }

    [Fact]
    public async Task What_the_client_sends_arrives_and_is_confirmed_when_it_is_done()
    {
        var received = new MemoryStream();
        var slow = new TaskCompletionSource();
        Receives(async (stream, over) =>
        {
            await slow.Task;
            while (await stream.ReadPieceAsync(over) is { IsEnd: false } piece)
            {
                await received.WriteAsync(piece.Data, over);
                received.SetLength(received.Length + piece.HoleBytes);
                received.Position = received.Length;
            }
        });
        await using var client = await _played.ClientAsync();
        await using var stream = await client.OpenStreamAsync(RemoteProgram.StorageVolUpload, Upload, sparse: true, Ct);
        // More than the server holds: it stops reading until its work does.
        var sending = Task.Run(async () =>
        {
            await stream.WriteAsync(_bytes, Ct);
            await stream.WriteAsync(_bytes, Ct);
            await stream.WriteHoleAsync(70_000, Ct);
            await stream.FinishAsync(Ct);
        }, Ct);
        slow.SetResult();
        await sending.WaitAsync(Limit, Ct);
        Assert.Equal([.. _bytes, .. _bytes, .. new byte[70_000]], received.ToArray());
    }

    [Fact]
    public async Task A_client_that_aborts_ends_the_work_and_nothing_else()
    {
        var work = Sends(async (stream, over) =>
        {
            while (true)
            {
                await stream.WriteAsync(_bytes, over);
            }
        });
        Answers();
        await using var client = await _played.ClientAsync();
        await using (var stream = await client.OpenStreamAsync(RemoteProgram.StorageVolDownload, Download, sparse: true, Ct))
        {
            await stream.ReadExactlyAsync(new byte[1000], Ct);
            await stream.AbortAsync(Ct).WaitAsync(Limit, Ct);
        }
        await work.Disposed.WaitAsync(Limit, Ct);
        Assert.Equal(7u, await VersionAsync(client));
    }

    [Fact]
    public async Task A_client_that_dies_ends_the_work()
    {
        var work = Receives(async (stream, over) =>
        {
            while (await stream.ReadPieceAsync(over) is { IsEnd: false })
            {
            }
            over.ThrowIfCancellationRequested();
        });
        var client = await _played.ClientAsync();
        var stream = await client.OpenStreamAsync(RemoteProgram.StorageVolUpload, Upload, sparse: true, Ct);
        await stream.WriteAsync(_bytes, Ct);
        await client.DisposeAsync();
        await work.Disposed.WaitAsync(Limit, Ct);
        Assert.True(work.Over);
        await _played.Serving.WaitAsync(Limit, Ct);
    }

    [Fact]
    public async Task Work_that_fails_is_the_clients_error_and_the_connection_goes_on()
    {
        Receives(async (stream, over) =>
        {
            await stream.ReadPieceAsync(over);
            throw LibvirtRefusal.InvalidArgument("the disk is full");
        });
        Answers();
        await using var client = await _played.ClientAsync();
        await using var stream = await client.OpenStreamAsync(RemoteProgram.StorageVolUpload, Upload, sparse: true, Ct);
        await stream.WriteAsync(_bytes.AsMemory(0, 10), Ct);
        var told = await Assert.ThrowsAsync<LibvirtException>(() => stream.FinishAsync(Ct).WaitAsync(Limit, Ct));
        Assert.Equal((LibvirtErrorNumber.InvalidArg, "invalid argument: the disk is full"), (told.Error.Number, told.Error.Message));
        Assert.Equal(7u, await VersionAsync(client));
    }

    [Fact]
    public async Task A_mistake_of_ours_is_in_the_log_that_the_client_is_told_of()
    {
        Receives((_, _) => throw new InvalidOperationException("our own"));
        await using var client = await _played.ClientAsync();
        await using var stream = await client.OpenStreamAsync(RemoteProgram.StorageVolUpload, Upload, sparse: true, Ct);
        var told = await Assert.ThrowsAsync<LibvirtException>(() => stream.FinishAsync(Ct).WaitAsync(Limit, Ct));
        Assert.Equal(LibvirtErrorNumber.InternalError, told.Error.Number);
        Assert.DoesNotContain("our own", told.Error.Message, StringComparison.Ordinal);
        Assert.Equal("our own", Assert.Single(_played.Log.All).Message);
    }

    [Fact]
    public async Task What_is_typed_and_never_read_does_not_hold_up_the_connection()
    {
        Sends((_, over) => Task.Delay(Timeout.Infinite, over));
        Answers();
        await using var client = await _played.ClientAsync();
        await using var stream = await client.OpenStreamAsync(RemoteProgram.StorageVolDownload, Download, sparse: true, Ct);
        await stream.WriteAsync(_bytes, Ct);
        Assert.Equal(7u, await VersionAsync(client));
    }

    [Fact]
    public async Task A_packet_of_no_stream_is_not_heard()
    {
        Answers();
        await using var channel = new PacketChannel(await _played.ConnectAsync());
        var facts = RemoteProgram.StorageVolUpload.Facts;
        await channel.WriteRawAsync(new PacketHeader(facts.Program, facts.Version, facts.Number, PacketType.Stream, 9, PacketStatus.Continue), _bytes.AsMemory(0, 100), Ct);
        var asked = RemoteProgram.ConnectGetLibVersion.Facts;
        await channel.WriteAsync(new PacketHeader(asked.Program, asked.Version, asked.Number, PacketType.Call, 10, PacketStatus.Ok), Nothing.Value, Ct);
        var answer = await channel.ReadAsync(Ct).AsTask().WaitAsync(Limit, Ct);
        Assert.Equal((10u, PacketType.Reply, PacketStatus.Ok), (answer!.Value.Header.Serial, answer.Value.Header.Type, answer.Value.Header.Status));
    }

    [Fact]
    public async Task So_many_streams_and_no_more()
    {
        Sends((_, over) => Task.Delay(Timeout.Infinite, over));
        await using var client = await _played.ClientAsync();
        for (var i = 0; i < 64; i++)
        {
            await client.OpenStreamAsync(RemoteProgram.StorageVolDownload, Download, sparse: true, Ct);
        }
        var told = await Assert.ThrowsAsync<LibvirtException>(() => client.OpenStreamAsync(RemoteProgram.StorageVolDownload, Download, sparse: true, Ct));
        Assert.Equal(LibvirtErrorNumber.Rpc, told.Error.Number);
    }

    private void Answers() => _played.Procedures.Add(RemoteProgram.ConnectGetLibVersion, (_, _) => new ConnectGetLibVersionRet(7));

    private static async Task<ulong> VersionAsync(LibvirtClient client) =>
        (await client.CallAsync(RemoteProgram.ConnectGetLibVersion, Nothing.Value, Ct).WaitAsync(Limit, Ct)).LibVer;

    private PlayedWork Sends(Func<ServerStream, CancellationToken, Task> run)
    {
        var work = new PlayedWork(run);
        _played.Procedures.AddStream(RemoteProgram.StorageVolDownload, (_, _) => ValueTask.FromResult(new StreamAnswer<Nothing>(Nothing.Value, work)));
        return work;
    }

    private PlayedWork Receives(Func<ServerStream, CancellationToken, Task> run)
    {
        var work = new PlayedWork(run);
        _played.Procedures.AddStream(RemoteProgram.StorageVolUpload, (_, _) => ValueTask.FromResult(new StreamAnswer<Nothing>(Nothing.Value, work)));
        return work;
    }

    private sealed class PlayedWork(Func<ServerStream, CancellationToken, Task> run) : IStreamWork
    {
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Disposed => _disposed.Task;

        public bool Over { get; private set; }

        public async Task RunAsync(ServerStream stream, CancellationToken over)
        {
            using var noted = over.Register(() => Over = true);
            await run(stream, over);
        }

        public ValueTask DisposeAsync()
        {
            _disposed.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
