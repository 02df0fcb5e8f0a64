using System.Threading.Channels;
using Pando.Libvirt.Protocol;
using Pando.Libvirt.Tests.Described;

namespace Pando.Libvirt.Tests.Stock;

/// <summary>The client against the distribution's libvirtd: what it understands and answers is the protocol.</summary>
[Trait("Speed", "Slow")]
[Collection(LibvirtdCollection.Name)]
public sealed class StockLibvirtdTests(Libvirtd libvirtd) : IAsyncLifetime
{
    // VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM, and of a download, too.
    private const uint Sparse = 1;
    private const int Mebibyte = 1 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private LibvirtClient _client = null!;

    private CancellationToken Ct => _limit.Token;

    public async ValueTask InitializeAsync()
    {
        _limit.CancelAfter(Limit);
        _client = await LibvirtClient.ConnectAsync(
            libvirtd.Socket, new LibvirtClientOptions { KeepAliveInterval = TimeSpan.FromSeconds(1), CallLimit = Limit }, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _limit.Dispose();
    }

    [Fact]
    public async Task A_machine_is_defined_listed_found_shown_and_removed()
    {
        await _client.OpenAsync("qemu:///system", cancellationToken: Ct);
        Assert.StartsWith("<capabilities>", (await _client.CallAsync(RemoteProgram.ConnectGetCapabilities, Nothing.Value, Ct)).Capabilities);
        Assert.True((await _client.CallAsync(RemoteProgram.ConnectGetLibVersion, Nothing.Value, Ct)).LibVer >= 9_000_000);

        const string xml = "<domain type='qemu'><name>máy-1</name><title>Ấm</title><memory unit='MiB'>32</memory><os><type arch='x86_64'>hvm</type></os></domain>";
        var defined = (await _client.CallAsync(RemoteProgram.DomainDefineXml, new DomainDefineXmlArgs(xml), Ct)).Dom;
        Assert.Equal(("máy-1", -1), (defined.Name, defined.Id));
        var all = await _client.CallAsync(RemoteProgram.ConnectListAllDomains, new ConnectListAllDomainsArgs(1, 0), Ct);
        Assert.Equal(1u, all.Ret);
        Assert.Equal([defined], all.Domains);
        Assert.Equal(defined, (await _client.CallAsync(RemoteProgram.DomainLookupByName, new DomainLookupByNameArgs("máy-1"), Ct)).Dom);
        Assert.Equal(defined, (await _client.CallAsync(RemoteProgram.DomainLookupByUuid, new DomainLookupByUuidArgs(defined.Uuid), Ct)).Dom);
        var shown = (await _client.CallAsync(RemoteProgram.DomainGetXmlDesc, new DomainGetXmlDescArgs(defined, 0), Ct)).Xml;
        // The UUID is in the byte order that people read.
        Assert.Contains($"<uuid>{defined.Uuid}</uuid>", shown);
        Assert.Contains("<title>Ấm</title>", shown);
        await _client.CallAsync(RemoteProgram.DomainUndefine, new DomainUndefineArgs(defined), Ct);

        var gone = await Assert.ThrowsAsync<LibvirtException>(() => _client.CallAsync(RemoteProgram.DomainLookupByName, new DomainLookupByNameArgs("máy-1"), Ct));
        Assert.Equal((LibvirtErrorNumber.NoDomain, LibvirtErrorDomain.Qemu), (gone.Number, gone.Error.Domain));
        Assert.Contains("máy-1", gone.Message);
        var wrong = await Assert.ThrowsAsync<LibvirtException>(() => _client.CallAsync(RemoteProgram.DomainDefineXml, new DomainDefineXmlArgs("<domain"), Ct));
        Assert.Equal(LibvirtErrorNumber.XmlDetail, wrong.Number);
    }

    [Fact]
    public async Task What_a_connection_for_reading_may_not_do_has_its_number()
    {
        await _client.OpenAsync("qemu:///system", readOnly: true, Ct);
        var refused = await Assert.ThrowsAsync<LibvirtException>(() => _client.CallAsync(RemoteProgram.DomainDefineXml, new DomainDefineXmlArgs("<domain/>"), Ct));
        Assert.Equal(LibvirtErrorNumber.OperationDenied, refused.Number);
    }

    [Fact]
    public async Task Many_calls_at_a_time_get_their_own_answers()
    {
        await _client.OpenAsync("test:///default", cancellationToken: Ct);
        var asked = Enumerable.Range(0, 200).Select(number => number % 2 == 0
            ? NameOfAsync("test")
            : Assert.ThrowsAsync<LibvirtException>(() => NameOfAsync($"none-{number}")).ContinueWith(thrown => thrown.GetAwaiter().GetResult().Error.Message, TaskScheduler.Default));
        var answers = await Task.WhenAll(asked);
        for (var number = 0; number < answers.Length; number++)
        {
            Assert.True(number % 2 == 0 ? answers[number] == "test" : answers[number].Contains("not found", StringComparison.Ordinal), $"{number}: {answers[number]}");
        }

        async Task<string> NameOfAsync(string name) => (await _client.CallAsync(RemoteProgram.DomainLookupByName, new DomainLookupByNameArgs(name), Ct)).Dom.Name;
    }

    [Fact]
    public async Task Events_are_heard_under_the_number_of_their_callback()
    {
        await _client.OpenAsync("test:///default", cancellationToken: Ct);
        var heard = Channel.CreateUnbounded<DomainEventCallbackLifecycleMsg>();
        _client.Hear(RemoteProgram.DomainEventCallbackLifecycle, message => heard.Writer.TryWrite(message));
        var callback = (await _client.CallAsync(
            RemoteProgram.ConnectDomainEventCallbackRegisterAny, new ConnectDomainEventCallbackRegisterAnyArgs((int)VirDomainEventId.Lifecycle, null), Ct)).CallbackId;
        var domain = (await _client.CallAsync(RemoteProgram.DomainLookupByName, new DomainLookupByNameArgs("test"), Ct)).Dom;
        await _client.CallAsync(RemoteProgram.DomainDestroy, new DomainDestroyArgs(domain), Ct);
        Assert.Equal(VirDomainEventType.Stopped, await NextAsync());
        await _client.CallAsync(RemoteProgram.DomainCreate, new DomainCreateArgs(domain), Ct);
        Assert.Equal(VirDomainEventType.Started, await NextAsync());
        await _client.CallAsync(RemoteProgram.ConnectDomainEventCallbackDeregisterAny, new ConnectDomainEventCallbackDeregisterAnyArgs(callback), Ct);

        async Task<VirDomainEventType> NextAsync()
        {
            var message = await heard.Reader.ReadAsync(Ct);
            Assert.Equal((callback, "test", domain.Uuid), (message.CallbackId, message.Msg.Dom.Name, message.Msg.Dom.Uuid));
            return (VirDomainEventType)message.Msg.Event;
        }
    }

    [Fact]
    public async Task A_volume_goes_up_and_comes_down()
    {
        var (pool, volume) = await MakeVolumeAsync("whole", 3 * Mebibyte);
        var content = new Noise(5).Bytes((3 * Mebibyte) - 11);
        await using (var up = await _client.OpenStreamAsync(RemoteProgram.StorageVolUpload, new StorageVolUploadArgs(volume, 0, 0, 0), cancellationToken: Ct))
        {
            await up.WriteAsync(content, Ct);
            await up.FinishAsync(Ct);
        }
        Assert.Equal(content, (await File.ReadAllBytesAsync(volume.Key, Ct))[..content.Length]);
        Assert.Equal(volume, (await _client.CallAsync(RemoteProgram.StorageVolLookupByPath, new StorageVolLookupByPathArgs(volume.Key), Ct)).Vol);
        await using (var down = await _client.OpenStreamAsync(
            RemoteProgram.StorageVolDownload, new StorageVolDownloadArgs(volume, 7, (ulong)content.Length - 7, 0), cancellationToken: Ct))
        {
            var got = new MemoryStream();
            await down.CopyToAsync(got, Ct);
            await down.FinishAsync(Ct);
            Assert.True(content.AsSpan(7).SequenceEqual(got.ToArray()));
        }
        await _client.CallAsync(RemoteProgram.StoragePoolDestroy, new StoragePoolDestroyArgs(pool), Ct);
    }

    [Fact]
    public async Task A_volume_keeps_its_holes_both_ways()
    {
        const long hole = 64L * Mebibyte;
        var (pool, volume) = await MakeVolumeAsync("sparse", hole + (2 * Mebibyte));
        var content = new Noise(6).Bytes(Mebibyte);
        await using (var up = await _client.OpenStreamAsync(RemoteProgram.StorageVolUpload, new StorageVolUploadArgs(volume, 0, 0, Sparse), sparse: true, Ct))
        {
            await up.WriteAsync(content, Ct);
            await up.WriteHoleAsync(hole, Ct);
            await up.WriteAsync(content, Ct);
            await up.FinishAsync(Ct);
        }
        var info = await _client.CallAsync(RemoteProgram.StorageVolGetInfo, new StorageVolGetInfoArgs(volume), Ct);
        Assert.True(info.Allocation < 4 * Mebibyte, $"{info.Allocation} bytes");

        var (data, zeros, sent) = (new MemoryStream(), 0L, 0L);
        await using var down = await _client.OpenStreamAsync(RemoteProgram.StorageVolDownload, new StorageVolDownloadArgs(volume, 0, 0, Sparse), sparse: true, Ct);
        for (var piece = await down.ReadPieceAsync(Ct); !piece.IsEnd; piece = await down.ReadPieceAsync(Ct))
        {
            await data.WriteAsync(piece.Data, Ct);
            sent += piece.Data.Length;
            zeros += piece.HoleBytes;
        }
        await down.FinishAsync(Ct);
        Assert.Equal((2L * Mebibyte, hole), (sent, zeros));
        Assert.Equal([.. content, .. content], data.ToArray());
        await _client.CallAsync(RemoteProgram.StoragePoolDestroy, new StoragePoolDestroyArgs(pool), Ct);
    }

    [Fact]
    public async Task A_stream_that_is_aborted_leaves_the_connection_as_it_was()
    {
        var (pool, volume) = await MakeVolumeAsync("aborted", 16 * Mebibyte);
        var up = await _client.OpenStreamAsync(RemoteProgram.StorageVolUpload, new StorageVolUploadArgs(volume, 0, 0, 0), cancellationToken: Ct);
        await up.WriteAsync(new byte[Mebibyte], Ct);
        await up.AbortAsync(Ct);
        var down = await _client.OpenStreamAsync(RemoteProgram.StorageVolDownload, new StorageVolDownloadArgs(volume, 0, 0, 0), cancellationToken: Ct);
        Assert.False((await down.ReadPieceAsync(Ct)).IsEnd);
        await down.AbortAsync(Ct);
        // More than the volume has room for: the server says so within the stream, or at its end.
        var past = await _client.OpenStreamAsync(
            RemoteProgram.StorageVolUpload, new StorageVolUploadArgs(volume, 0, Mebibyte, 0), cancellationToken: Ct);
        await Assert.ThrowsAsync<LibvirtException>(async () =>
        {
            await past.WriteAsync(new byte[2 * Mebibyte], Ct);
            await past.FinishAsync(Ct);
        });
        await _client.CallAsync(RemoteProgram.StoragePoolDestroy, new StoragePoolDestroyArgs(pool), Ct);
        var gone = await Assert.ThrowsAsync<LibvirtException>(() => _client.OpenStreamAsync(
            RemoteProgram.StorageVolDownload, new StorageVolDownloadArgs(volume, 0, 0, 0), cancellationToken: Ct));
        Assert.Equal(LibvirtErrorNumber.NoStoragePool, gone.Number);
    }

    [Fact]
    public async Task A_daemon_answers_pings()
    {
        await using var client = await LibvirtClient.ConnectAsync(
            libvirtd.Socket, new LibvirtClientOptions { KeepAliveInterval = TimeSpan.FromMilliseconds(200), KeepAliveCount = 5 }, Ct);
        await client.OpenAsync("test:///default", cancellationToken: Ct);
        // Far longer than silence would be borne.
        await Task.Delay(TimeSpan.FromSeconds(3), Ct);
        Assert.NotEmpty((await client.CallAsync(RemoteProgram.ConnectGetHostname, Nothing.Value, Ct)).Hostname);
    }

    private async Task<(RemoteStoragePool Pool, RemoteStorageVol Volume)> MakeVolumeAsync(string name, long bytes)
    {
        await _client.OpenAsync("qemu:///system", cancellationToken: Ct);
        var folder = Directory.CreateDirectory(Path.Combine(libvirtd.Folder, name)).FullName;
        var pool = (await _client.CallAsync(
            RemoteProgram.StoragePoolCreateXml, new StoragePoolCreateXmlArgs($"<pool type='dir'><name>{name}</name><target><path>{folder}</path></target></pool>", 0), Ct)).Pool;
        var volume = (await _client.CallAsync(
            RemoteProgram.StorageVolCreateXml,
            new StorageVolCreateXmlArgs(pool, $"<volume><name>{name}.img</name><capacity>{bytes}</capacity><allocation>0</allocation></volume>", 0),
            Ct)).Vol;
        return (pool, volume);
    }
}
