using System.Text.Json;
using Pando.ScriptedQemu;

namespace Pando.Qmp.Tests.Events;

public sealed class EventTests : IAsyncLifetime
{
    private static readonly DateTimeOffset ScriptedTime = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250);

    private ScriptedPeer _peer = null!;

    public static TheoryData<string, string, QmpEvent> Known => new()
    {
        { "SHUTDOWN", """{"guest": true, "reason": "guest-shutdown"}""", new ShutdownEvent(true, "guest-shutdown", ScriptedTime) },
        { "RESET", """{"guest": false, "reason": "host-qmp-system-reset"}""", new ResetEvent(false, "host-qmp-system-reset", ScriptedTime) },
        { "POWERDOWN", "{}", new PowerdownEvent(ScriptedTime) },
        { "STOP", "{}", new StopEvent(ScriptedTime) },
        { "RESUME", "{}", new ResumeEvent(ScriptedTime) },
        { "SUSPEND", "{}", new SuspendEvent(ScriptedTime) },
        { "WAKEUP", "{}", new WakeupEvent(ScriptedTime) },
        { "WATCHDOG", """{"action": "reset"}""", new WatchdogEvent("reset", ScriptedTime) },
        { "GUEST_PANICKED", """{"action": "pause"}""", new GuestPanickedEvent("pause", ScriptedTime) },
        { "RTC_CHANGE", """{"offset": -3600, "qom-path": "/machine/rtc"}""", new RtcChangeEvent(TimeSpan.FromHours(-1), ScriptedTime) },
        { "BALLOON_CHANGE", """{"actual": 1073741824}""", new BalloonChangeEvent(1L << 30, ScriptedTime) },
        { "MIGRATION", """{"status": "completed"}""", new MigrationEvent("completed", ScriptedTime) },
        { "DEVICE_DELETED", """{"device": "net0", "path": "/machine/peripheral/net0"}""", new DeviceDeletedEvent("net0", "/machine/peripheral/net0", ScriptedTime) },
        { "DEVICE_DELETED", """{"path": "/machine/x"}""", new DeviceDeletedEvent(null, "/machine/x", ScriptedTime) },
        { "DEVICE_UNPLUG_GUEST_ERROR", """{"device": "net0", "path": "/machine/x"}""", new DeviceUnplugGuestErrorEvent("net0", "/machine/x", ScriptedTime) },
        { "DEVICE_TRAY_MOVED", """{"device": "", "id": "cd0", "tray-open": true}""", new DeviceTrayMovedEvent("cd0", true, ScriptedTime) },
        { "VSERPORT_CHANGE", """{"id": "channel0", "open": true}""", new VserportChangeEvent("channel0", true, ScriptedTime) },
        { "NIC_RX_FILTER_CHANGED", """{"name": "net0", "path": "/machine/x"}""", new NicRxFilterChangedEvent("net0", "/machine/x", ScriptedTime) },
        {
            "BLOCK_IO_ERROR",
            """{"device": "", "node-name": "disk0", "operation": "write", "action": "stop", "nospace": true, "reason": "No space left on device"}""",
            new BlockIoErrorEvent("", "disk0", null, "write", "stop", true, "No space left on device", ScriptedTime)
        },
        {
            "BLOCK_JOB_COMPLETED",
            """{"type": "mirror", "device": "job0", "len": 10, "offset": 7, "speed": 0, "error": "No space left on device"}""",
            new BlockJobEvent("BLOCK_JOB_COMPLETED", "job0", "mirror", 10, 7, "No space left on device", ScriptedTime)
        },
        { "BLOCK_JOB_PENDING", """{"type": "commit", "id": "job1"}""", new BlockJobEvent("BLOCK_JOB_PENDING", "job1", "commit", 0, 0, null, ScriptedTime) },
        { "JOB_STATUS_CHANGE", """{"id": "job0", "status": "running"}""", new JobStatusChangeEvent("job0", "running", ScriptedTime) },
    };

    public async ValueTask InitializeAsync() => _peer = await ScriptedPeer.CreateAsync();

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Theory]
    [MemberData(nameof(Known), DisableDiscoveryEnumeration = true)]
    public async Task A_known_event_has_its_own_record(string name, string data, QmpEvent expected)
    {
        await using QmpSession session = await ConnectAsync();
        await _peer.HappenAsync(name, data);

        Assert.Equal(expected with { Details = data }, await NextAsync(session));
    }

    [Theory]
    [InlineData("SPICE_MIGRATE_COMPLETED", "{}")]
    [InlineData("SHUTDOWN", """{"guest": "perhaps"}""")]
    [InlineData("WATCHDOG", "{}")]
    public async Task An_unknown_event_and_one_of_another_form_keep_their_data(string name, string data)
    {
        await using QmpSession session = await ConnectAsync();
        await _peer.HappenAsync(name, data);

        var other = Assert.IsType<OtherEvent>(await NextAsync(session));
        Assert.Equal(name, other.Name);
        Assert.Equal(data, other.Data.GetRawText());
    }

    [Fact]
    public async Task An_image_that_grew_past_its_threshold_is_told_with_all_that_QEMU_said()
    {
        const string Data = """{"node-name": "vda-0-file", "amount-exceeded": 512, "write-threshold": 4096}""";
        await using QmpSession session = await ConnectAsync();
        await _peer.HappenAsync("BLOCK_WRITE_THRESHOLD", Data);

        var grown = Assert.IsType<BlockWriteThresholdEvent>(await NextAsync(session));
        Assert.Equal(("vda-0-file", 512, 4096, Data), (grown.NodeName, grown.Exceeded, grown.Threshold, grown.Details));
    }

    [Fact]
    public async Task An_event_without_data_is_an_event()
    {
        await using QmpSession session = await ConnectAsync();
        await _peer.SayAsync("""{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "STOP"}""");

        Assert.Equal(new StopEvent(DateTimeOffset.UnixEpoch), await NextAsync(session));
    }

    [Fact]
    public async Task Events_between_command_and_reply_disturb_neither()
    {
        await using QmpSession session = await ConnectAsync();
        Task<Nothing> stopping = session.ExecuteAsync(new Stop());
        ScriptedRequest request = await _peer.ExpectAsync("stop");
        await _peer.HappenAsync("STOP");
        await _peer.ReturnAsync(request);

        await stopping;
        Assert.IsType<StopEvent>(await NextAsync(session));
    }

    [Fact]
    public async Task Events_end_when_the_connection_does()
    {
        await using QmpSession session = await ConnectAsync();
        await _peer.HappenAsync("SHUTDOWN", """{"guest": false, "reason": "host-qmp-quit"}""");
        _peer.Close();
        await session.Closed;

        List<QmpEvent> seen = [];
        await foreach (QmpEvent next in session.ReadEventsAsync())
        {
            seen.Add(next);
        }

        Assert.Equal("host-qmp-quit", Assert.IsType<ShutdownEvent>(Assert.Single(seen)).Reason);
    }

    [Fact]
    public async Task Events_that_nobody_reads_give_way_to_newer_ones_and_that_is_told()
    {
        await using QmpSession session = await ConnectAsync(backlog: 10);
        for (int second = 0; second < 25; second++)
        {
            await _peer.HappenAsync("RTC_CHANGE", JsonSerializer.Serialize(new { offset = second }));
        }

        // A reply is behind all of them: when it came, they were all taken in.
        Task<Nothing> continuing = session.ExecuteAsync(new Cont());
        await _peer.ReturnAsync(await _peer.ExpectAsync("cont"));
        await continuing;
        _peer.Close();
        await session.Closed;

        List<QmpEvent> seen = [];
        await foreach (QmpEvent next in session.ReadEventsAsync())
        {
            seen.Add(next);
        }

        Assert.Equal(15, Assert.IsType<EventsLost>(seen[0]).Count);
        Assert.Equal(Enumerable.Range(15, 10), seen.Skip(1).Select(e => (int)((RtcChangeEvent)e).Offset.TotalSeconds));
    }

    private static async Task<QmpEvent> NextAsync(QmpSession session)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await session.ReadEventsAsync(limit.Token).FirstAsync(limit.Token);
    }

    private async Task<QmpSession> ConnectAsync(int backlog = 100)
    {
        var options = new QmpOptions(TimeProvider.System, TimeSpan.FromSeconds(20)) { EventBacklog = backlog };
        Task<QmpSession> connecting = QmpSession.ConnectAsync(_peer.Client, options, CancellationToken.None);
        await _peer.NegotiateAsync();
        return await connecting;
    }
}
