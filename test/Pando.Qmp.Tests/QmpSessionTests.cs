using System.Runtime.InteropServices;
using System.Text.Json;
using Pando.ScriptedQemu;

namespace Pando.Qmp.Tests;

public sealed class QmpSessionTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(80);
    private static readonly QmpOptions Options = new(TimeProvider.System, TimeSpan.FromSeconds(20));

    private ScriptedPeer _peer = null!;

    public async ValueTask InitializeAsync() => _peer = await ScriptedPeer.CreateAsync();

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Fact]
    public async Task The_greeting_tells_the_release()
    {
        await using QmpSession session = await ConnectAsync();

        Assert.Equal(new Version(7, 2, 9), session.Greeting.Version);
        Assert.Equal("scripted", session.Greeting.Package);
        Assert.True(session.Greeting.OutOfBand);
    }

    [Theory]
    [InlineData(true, "[\"oob\"]")]
    [InlineData(false, "[]")]
    public async Task Out_of_band_is_enabled_only_where_offered(bool offered, string enabled)
    {
        Task<QmpSession> connecting = QmpSession.ConnectAsync(_peer.Client, Options, CancellationToken.None);
        await _peer.GreetAsync(offered);
        ScriptedRequest request = await _peer.ExpectAsync("qmp_capabilities");
        await _peer.ReturnAsync(request);
        await using QmpSession session = await connecting;

        Assert.Equal(enabled, request.Arguments.GetProperty("enable").GetRawText());
    }

    [Fact]
    public async Task A_peer_that_does_not_greet_times_out()
    {
        QmpTimeoutException failure = await Assert.ThrowsAsync<QmpTimeoutException>(
            () => QmpSession.ConnectAsync(_peer.Client, Options with { GreetingLimit = Soon }, CancellationToken.None));

        Assert.Null(failure.Command);
        Assert.Equal(Soon, failure.Limit);
        Assert.Contains("0.08 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_closes_instead_of_greeting_is_told_as_closed()
    {
        _peer.Close();

        await Assert.ThrowsAsync<QmpClosedException>(
            () => QmpSession.ConnectAsync(_peer.Client, Options, CancellationToken.None));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2")]
    [InlineData("[1, 2]")]
    [InlineData("{\"QMP\": 7}")]
    [InlineData("{\"return\"")]
    [InlineData("{\"hello\": {}}")]
    [InlineData("{\"event\": \"STOP\"}")]
    [InlineData("{\"error\": {\"class\": \"\\ud800\", \"desc\": \"\"}}")]
    public async Task A_peer_that_says_garbage_is_told_as_such(string garbage)
    {
        Task<QmpSession> connecting = QmpSession.ConnectAsync(_peer.Client, Options, CancellationToken.None);
        await _peer.SayAsync(garbage);

        await Assert.ThrowsAsync<QmpProtocolException>(() => connecting);
    }

    [Fact]
    public async Task A_command_carries_its_arguments_and_brings_its_result()
    {
        await using QmpSession session = await ConnectAsync();
        Task<JsonElement> asking = session.ExecuteAsync(new QomGet("/machine", "type"));
        ScriptedRequest request = await _peer.ExpectAsync("qom-get");
        await _peer.ReturnAsync(request, "\"pc-q35-7.2-machine\"");

        Assert.Equal("""{"path":"/machine","property":"type"}""", request.Arguments.GetRawText());
        Assert.Equal("pc-q35-7.2-machine", (await asking).GetString());
    }

    [Fact]
    public async Task Replies_find_their_command_in_any_order()
    {
        await using QmpSession session = await ConnectAsync();
        Task<StatusInfo> status = session.ExecuteAsync(new QueryStatus());
        Task<UuidInfo> uuid = session.ExecuteAsync(new QueryUuid());
        ScriptedRequest first = await _peer.ExpectAsync("query-status");
        ScriptedRequest second = await _peer.ExpectAsync("query-uuid");
        await _peer.ReturnAsync(second, """{"UUID": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}""");
        await _peer.ReturnAsync(first, """{"status": "paused", "singlestep": false, "running": false}""");

        Assert.Equal(RunState.Paused, (await status).Status);
        Assert.Equal(Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), (await uuid).Uuid);
    }

    [Fact]
    public async Task A_thousand_commands_at_once_all_come_back()
    {
        await using QmpSession session = await ConnectAsync();
        Task<JsonElement>[] asking = [.. Enumerable.Range(0, 1000)
            .Select(n => session.ExecuteAsync(new QomGet("/x", n.ToString()))),];
        for (int n = 0; n < 1000; n++)
        {
            ScriptedRequest request = await _peer.ExpectAsync("qom-get");
            await _peer.ReturnAsync(request, request.Arguments.GetProperty("property").GetString()!);
        }

        JsonElement[] results = await Task.WhenAll(asking);
        Assert.Equal(Enumerable.Range(0, 1000), results.Select(r => r.GetInt32()));
    }

    [Fact]
    public async Task A_refusal_keeps_the_words_of_QEMU()
    {
        await using QmpSession session = await ConnectAsync();
        Task<Nothing> deleting = session.ExecuteAsync(new DeviceDel("net0"));
        await _peer.RefuseAsync(await _peer.ExpectAsync("device_del"), "DeviceNotFound", "Device 'net0' not found");

        QmpErrorException refusal = await Assert.ThrowsAsync<QmpErrorException>(() => deleting);
        Assert.Equal("device_del", refusal.Command);
        Assert.Equal("DeviceNotFound", refusal.ErrorClass);
        Assert.Equal("Device 'net0' not found", refusal.Description);
    }

    [Fact]
    public async Task A_late_reply_is_dropped_and_the_session_goes_on()
    {
        await using QmpSession session = await ConnectAsync();
        Task<Nothing> stopping = session.ExecuteAsync(new Stop(), Soon);
        ScriptedRequest late = await _peer.ExpectAsync("stop");
        QmpTimeoutException timeout = await Assert.ThrowsAsync<QmpTimeoutException>(() => stopping);
        await _peer.ReturnAsync(late);

        Task<KvmInfo> asking = session.ExecuteAsync(new QueryKvm());
        await _peer.ReturnAsync(await _peer.ExpectAsync("query-kvm"), """{"enabled": true, "present": true}""");

        Assert.True((await asking).Enabled);
        Assert.Equal("stop", timeout.Command);
        Assert.Equal(Soon, timeout.Limit);
    }

    [Fact]
    public async Task A_reply_to_a_command_of_an_earlier_connection_is_dropped()
    {
        await using QmpSession session = await ConnectAsync();
        Task<KvmInfo> asking = session.ExecuteAsync(new QueryKvm());
        ScriptedRequest request = await _peer.ExpectAsync("query-kvm");
        await _peer.SayAsync("""{"return": {"enabled": false, "present": false}, "id": "0badcafe-2"}""");
        await _peer.ReturnAsync(request, """{"enabled": true, "present": true}""");

        Assert.True((await asking).Enabled);
    }

    [Fact]
    public async Task A_cancelled_wait_is_told_as_cancelled()
    {
        await using QmpSession session = await ConnectAsync();
        using var giveUp = new CancellationTokenSource();
        Task<Nothing> stopping = session.ExecuteAsync(new Stop(), cancellationToken: giveUp.Token);
        await _peer.ExpectAsync("stop");
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping);
    }

    [Fact]
    public async Task A_lost_connection_ends_every_command_under_way_and_every_later_one()
    {
        await using QmpSession session = await ConnectAsync();
        Task<Nothing> stopping = session.ExecuteAsync(new Stop());
        Task<StatusInfo> asking = session.ExecuteAsync(new QueryStatus());
        await _peer.ExpectAsync("stop");
        _peer.Close();

        Assert.Equal("stop", (await Assert.ThrowsAsync<QmpClosedException>(() => stopping)).Command);
        Assert.Equal("query-status", (await Assert.ThrowsAsync<QmpClosedException>(() => asking)).Command);
        Assert.Equal("cont", (await Assert.ThrowsAsync<QmpClosedException>(() => session.ExecuteAsync(new Cont()))).Command);
        Assert.IsType<QmpClosedException>(await session.Closed);
    }

    [Fact]
    public async Task Garbage_ends_every_command_under_way()
    {
        await using QmpSession session = await ConnectAsync();
        Task<Nothing> stopping = session.ExecuteAsync(new Stop());
        await _peer.ExpectAsync("stop");
        await _peer.SayAsync("qemu: terminating on signal 15");

        QmpProtocolException failure = await Assert.ThrowsAsync<QmpProtocolException>(() => stopping);
        Assert.Equal("stop", failure.Command);
    }

    [Fact]
    public async Task A_result_of_another_form_costs_its_command_only()
    {
        await using QmpSession session = await ConnectAsync();
        Task<StatusInfo> asking = session.ExecuteAsync(new QueryStatus());
        await _peer.ReturnAsync(await _peer.ExpectAsync("query-status"), """{"status": 7}""");
        QmpProtocolException failure = await Assert.ThrowsAsync<QmpProtocolException>(() => asking);

        Task<Nothing> continuing = session.ExecuteAsync(new Cont());
        await _peer.ReturnAsync(await _peer.ExpectAsync("cont"));

        await continuing;
        Assert.Equal("query-status", failure.Command);
    }

    [Fact]
    public async Task A_message_over_the_limit_ends_the_session()
    {
        Task<QmpSession> connecting = QmpSession.ConnectAsync(
            _peer.Client, Options with { MessageLimitBytes = 4096 }, CancellationToken.None);
        await _peer.NegotiateAsync();
        await using QmpSession session = await connecting;
        Task<string> asking = session.ExecuteAsync(new HumanMonitorCommand("info qtree"));
        ScriptedRequest request = await _peer.ExpectAsync("human-monitor-command");
        await _peer.ReturnAsync(request, $"\"{new string('x', 8192)}\"");

        await Assert.ThrowsAsync<QmpProtocolException>(() => asking);
    }

    [Fact]
    public async Task A_raw_command_gets_an_id_of_the_session()
    {
        await using QmpSession session = await ConnectAsync();
        Task<JsonElement> asking = session.ExecuteRawAsync(
            JsonElement.Parse("""{"execute": "query-name", "id": "mine", "arguments": {}}"""));
        ScriptedRequest request = await _peer.ExpectAsync("query-name");
        await _peer.ReturnAsync(request, """{"name": "vm1"}""");

        Assert.Equal("""{"name": "vm1"}""", (await asking).GetRawText());
        Assert.NotEqual("\"mine\"", request.Id);
    }

    [Fact]
    public async Task A_raw_command_without_a_name_is_the_callers_mistake()
    {
        await using QmpSession session = await ConnectAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => session.ExecuteRawAsync(JsonElement.Parse("""{"arguments": {}}""")));
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_costs_the_caller_its_limit_only()
    {
        await using QmpSession session = await ConnectAsync();
        var large = new HumanMonitorCommand(new string('x', 4 * 1024 * 1024));

        await Assert.ThrowsAsync<QmpTimeoutException>(() => session.ExecuteAsync(large, Soon));
        await Assert.ThrowsAsync<QmpTimeoutException>(() => session.ExecuteAsync(new Stop(), Soon));
        Assert.Equal(large.Command, (await _peer.ReceiveAsync())!.Command);

        // The stop whose caller gave up while it was queued is never sent.
        Task<Nothing> continuing = session.ExecuteAsync(new Cont());
        await _peer.ReturnAsync(await _peer.ExpectAsync("cont"));
        await continuing;
    }

    [Fact]
    public async Task A_second_descriptor_waits_for_the_reply_to_the_first_however_late()
    {
        await using QmpSession session = await ConnectAsync();
        using SafeHandle handle = File.OpenHandle("/dev/null");
        Task<AddFdInfo> first = session.ExecuteAsync(new AddFd(handle, 1), Soon);
        ScriptedRequest late = await _peer.ExpectAsync("add-fd");
        await Assert.ThrowsAsync<QmpTimeoutException>(() => first);

        Task<AddFdInfo> second = session.ExecuteAsync(new AddFd(handle, 2));
        Task<Nothing> continuing = session.ExecuteAsync(new Cont());
        await _peer.ReturnAsync(await _peer.ExpectAsync("cont"));
        await continuing;
        await _peer.ReturnAsync(late, """{"fdset-id": 1, "fd": 7}""");
        await _peer.ReturnAsync(await _peer.ExpectAsync("add-fd"), """{"fdset-id": 2, "fd": 8}""");

        Assert.Equal(new AddFdInfo(2, 8), await second);
    }

    [Fact]
    public async Task A_descriptor_that_was_closed_is_the_callers_mistake_and_holds_up_no_other()
    {
        await using QmpSession session = await ConnectAsync();
        SafeHandle closed = File.OpenHandle("/dev/null");
        closed.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.ExecuteAsync(new AddFd(closed)));

        using SafeHandle open = File.OpenHandle("/dev/null");
        Task<AddFdInfo> adding = session.ExecuteAsync(new AddFd(open));
        await _peer.ReturnAsync(await _peer.ExpectAsync("add-fd"), """{"fdset-id": 0, "fd": 7}""");
        Assert.Equal(7, (await adding).Fd);
    }

    [Fact]
    public async Task A_long_command_with_a_descriptor_arrives_whole()
    {
        await using QmpSession session = await ConnectAsync();
        using SafeHandle handle = File.OpenHandle("/dev/null");
        string note = new('x', 2 * 1024 * 1024);
        Task<AddFdInfo> adding = session.ExecuteAsync(new AddFd(handle, Opaque: note));
        ScriptedRequest request = await _peer.ExpectAsync("add-fd");
        await _peer.ReturnAsync(request, """{"fdset-id": 0, "fd": 7}""");

        await adding;
        Assert.Equal(note, request.Arguments.GetProperty("opaque").GetString());
    }

    private async Task<QmpSession> ConnectAsync()
    {
        Task<QmpSession> connecting = QmpSession.ConnectAsync(_peer.Client, Options, CancellationToken.None);
        await _peer.NegotiateAsync();
        return await connecting;
    }
}
