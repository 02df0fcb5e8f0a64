using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Events;
using Pando.Model.Xml.Changes;
using Pando.Qmp;

namespace Pando.Domains.Tests.Changing;

/// <summary>A QEMU or a guest that does not play along: one clear error, and nothing left that should not be.</summary>
public sealed class PlugFaultTests
{
    private const string Rng = "<rng model='virtio'><backend model='builtin'/></rng>";

    private static async Task<(Engine Engine, DomainView View)> StartAsync(string script, QemuSettings? settings = null)
    {
        var engine = await Engine.OpenAsync(qemu: settings ?? Settings(script));
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>"), null, Caller.Daemon);
        return (engine, await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
    }

    private static QemuSettings Settings(string script) => Engine.Scripted(script) with { ReleaseLimit = TimeSpan.FromMilliseconds(150) };

    private static Task<DomainView> AttachAsync(Engine engine, string xml, ChangeScope scope = ChangeScope.Live) =>
        engine.Domains.Request(engine.Domains.Get("one").Id, new AttachDeviceRequest(DeviceText.Read(xml), scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

    private static Task<DomainView> DetachAsync(Engine engine, string alias, ChangeScope scope = ChangeScope.Live) =>
        engine.Domains.Request(engine.Domains.Get("one").Id, new DetachDeviceRequest(null, alias, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

    private static async Task<string> DiskAsync(Engine engine)
    {
        var path = Path.Combine(engine.Paths.DefaultPool, "plugged.img");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], TestContext.Current.CancellationToken);
        return $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/><target dev='vdb' bus='virtio'/></disk>";
    }

    /// <summary>All that QEMU has by name.</summary>
    private static async Task<string> HasAsync(Engine engine)
    {
        var guest = engine.Domains.Driver(engine.Domains.Get("one").Id).Guest!;
        var ct = TestContext.Current.CancellationToken;
        var names = new List<string>();
        names.AddRange((await guest.ExecuteAsync(new QomList("/machine/peripheral"), null, ct)).Select(one => one.Name));
        names.AddRange((await guest.ExecuteAsync(new QomList("/objects"), null, ct)).Select(one => one.Name));
        names.AddRange((await guest.ExecuteAsync(new QueryNamedBlockNodes(), null, ct)).Select(one => one.NodeName));
        names.AddRange((await guest.ExecuteAsync(new QueryFdsets(), null, ct)).Select(one => $"set{one.FdsetId}"));
        return string.Join(' ', names.Order(StringComparer.Ordinal));
    }

    private static async Task UntilRemovedAsync(IAsyncEnumerable<PandoEvent> events)
    {
        await foreach (var told in events)
        {
            if (told.Type == "machine.device-removed")
            {
                return;
            }
        }
    }

    [Theory]
    [InlineData("refuse device_add GenericError no such slot")]
    [InlineData("refuse blockdev-add GenericError no such node")]
    [InlineData("refuse add-fd GenericError no such descriptor")]
    public async Task A_plug_that_QEMU_refuses_leaves_nothing_and_says_its_words(string script)
    {
        var (engine, view) = await StartAsync(script);
        await using var _ = engine;
        var before = await HasAsync(engine);
        var failure = await Assert.ThrowsAsync<PeerException>(async () => await AttachAsync(engine, await DiskAsync(engine), ChangeScope.Live | ChangeScope.Config));
        Assert.Equal(ErrorCodes.Domain.QemuRefused, failure.Code);
        Assert.Contains("no such", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, await HasAsync(engine));
        var after = engine.Domains.Get("one");
        Assert.Equal(view.Live!.Definition, after.Live!.Definition);
        Assert.Equal(view.Asked, after.Asked);
        Assert.Null(after.Live.Plugging);
        Assert.Empty(after.Live.Files);
    }

    [Fact]
    public async Task A_guest_that_never_releases_is_reported_and_the_definition_stays()
    {
        var (engine, _) = await StartAsync("keeps rng0");
        await using var e = engine;
        await AttachAsync(engine, Rng, ChangeScope.Live | ChangeScope.Config);
        var failure = await Assert.ThrowsAsync<PeerException>(
            () => engine.Domains.Request(engine.Domains.Get("one").Id, new DetachDeviceRequest(DeviceText.Read(Rng), null, ChangeScope.Live | ChangeScope.Config), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.DeviceNotReleased, failure.Code);
        var view = engine.Domains.Get("one");
        Assert.Equal(["rng0"], view.Live!.UnplugAsked);
        Assert.Single(view.Live.Definition.Devices.Rngs);
        Assert.Single(view.Asked!.Devices.Rngs);
    }

    [Fact]
    public async Task A_guest_that_refuses_is_heard_at_once()
    {
        var (engine, _) = await StartAsync("", Engine.Scripted("refuses-release rng0") with { ReleaseLimit = Engine.Limit });
        await using var e = engine;
        await AttachAsync(engine, Rng);
        var failure = await Assert.ThrowsAsync<PeerException>(() => DetachAsync(engine, "rng0"));
        Assert.Equal(ErrorCodes.Domain.ReleaseRefused, failure.Code);
        Assert.Empty(engine.Domains.Get("one").Live!.UnplugAsked);
    }

    [Fact]
    public async Task A_device_that_is_released_later_is_gone_with_all_that_was_behind_it()
    {
        var go = Path.Combine(Directory.CreateTempSubdirectory("pando-release-").FullName, "go");
        var (engine, _) = await StartAsync($"releases-once virtio-disk0 {go}");
        await using var e = engine;
        var before = await HasAsync(engine);
        await AttachAsync(engine, await DiskAsync(engine));
        await Assert.ThrowsAsync<PeerException>(() => DetachAsync(engine, "virtio-disk0"));
        Assert.Contains("vdb-0", await HasAsync(engine), StringComparison.Ordinal);
        // Asked again: the same answer, for the first question still stands.
        Assert.Equal(ErrorCodes.Domain.DeviceNotReleased, (await Assert.ThrowsAsync<PeerException>(() => DetachAsync(engine, "virtio-disk0"))).Code);
        using var limit = new CancellationTokenSource(Engine.Limit);
        var events = engine.Events.SubscribeAsync(null, limit.Token);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        await UntilRemovedAsync(events);
        Assert.Equal(before, await HasAsync(engine));
        var view = engine.Domains.Get("one");
        Assert.Equal(["sda"], view.Live!.Definition.Devices.Disks.Select(disk => disk.TargetName));
        Assert.Empty(view.Live.UnplugAsked);
        Assert.Empty(view.Live.Files);
    }

    [Fact]
    public async Task A_device_that_was_released_while_no_engine_ran_is_found_gone_by_the_next()
    {
        var go = Path.Combine(Directory.CreateTempSubdirectory("pando-release-").FullName, "go");
        var settings = Settings($"releases-once rng0 {go}");
        var (engine, _) = await StartAsync("", settings);
        await AttachAsync(engine, Rng);
        await Assert.ThrowsAsync<PeerException>(() => DetachAsync(engine, "rng0"));
        await engine.CloseAsync();
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        engine = await Engine.OpenAsync(engine.Root, settings with { ReleaseLimit = Engine.Limit });
        await using var e = engine;
        using var limit = new CancellationTokenSource(Engine.Limit);
        // All events there were: it may be done already.
        await UntilRemovedAsync(engine.Events.SubscribeAsync(0, limit.Token));
        Assert.Empty(engine.Domains.Get("one").Live!.Definition.Devices.Rngs);
        Assert.Empty(engine.Domains.Get("one").Live!.UnplugAsked);
    }

    [Fact]
    public async Task A_device_that_is_not_there_or_can_be_two_is_refused()
    {
        var (engine, view) = await StartAsync("");
        await using var e = engine;
        await AttachAsync(engine, Rng, ChangeScope.Config);
        await AttachAsync(engine, Rng, ChangeScope.Config);
        Task<DomainView> Detach(string xml, ChangeScope scope) =>
            engine.Domains.Request(view.Id, new DetachDeviceRequest(DeviceText.Read(xml), null, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Equal(ErrorCodes.Domain.NoSuchDevice, (await Assert.ThrowsAsync<CallerException>(() => Detach(Rng, ChangeScope.Live))).Code);
        Assert.Equal(ErrorCodes.Domain.DeviceAmbiguous, (await Assert.ThrowsAsync<CallerException>(() => Detach(Rng, ChangeScope.Config))).Code);
        Assert.Equal(2, engine.Domains.Get("one").Asked!.Devices.Rngs.Count);
    }

    [Fact]
    public async Task A_version_that_is_not_current_any_more_changes_nothing()
    {
        var (engine, view) = await StartAsync("");
        await using var e = engine;
        var before = await HasAsync(engine);
        var request = new AttachDeviceRequest(DeviceText.Read(Rng), ChangeScope.Live | ChangeScope.Config) { ExpectedVersion = 7 };
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.Request(view.Id, request, Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.ChangedMeanwhile, refusal.Code);
        Assert.Equal(before, await HasAsync(engine));
    }
}
