using System.Text.Json;
using Pando.Domains.Monitor;
using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Keys;
using Pando.Qmp;

namespace Pando.Domains.Tests.Monitor;

/// <summary>What is asked of a real QEMU that runs no guest.</summary>
public class GuestMonitorTests
{
    private const string TwoScreens = "<video><model type='virtio' heads='2'/></video><video><model type='virtio'/></video>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<DomainView> RunAsync(Engine engine, string extra = "")
    {
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", extra), null, Caller.Daemon);
        return await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit, Ct);
    }

    private static Task<MonitorAnswer> AskAsync(Engine engine, DomainId id, string json) =>
        engine.Domains.Monitor.CommandAsync(id, JsonElement.Parse(json), null, Ct);

    [Fact]
    public async Task Keys_interrupts_commands_and_pictures_reach_QEMU()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await RunAsync(engine, TwoScreens);
        var monitor = engine.Domains.Monitor;
        await monitor.SendKeysAsync(view.Id, [KeyTable.QemuNumber(KeyCodeSet.Linux, "KEY_LEFTCTRL"), KeyTable.QemuNumber(KeyCodeSet.Linux, "KEY_C")], TimeSpan.FromMilliseconds(1), Ct);
        await monitor.InjectNmiAsync(view.Id, Ct);
        Assert.Empty(await monitor.DiskErrorsAsync(view.Id, Ct));
        byte[] png = [0x89, .. "PNG"u8];
        foreach (var screen in new[] { 0, 1, 2 })
        {
            Assert.Equal(png, (await monitor.ScreenshotAsync(view.Id, screen, Ct))[..4].ToArray());
        }
        var none = await Assert.ThrowsAsync<CallerException>(() => monitor.ScreenshotAsync(view.Id, 3, Ct));
        Assert.Equal(ErrorCodes.Domain.NoSuchScreen, none.Code);
        Assert.Empty(engine.Domains.Get("one").Live!.Taints.Items);

        Assert.Equal("running", (await AskAsync(engine, view.Id, """{"execute":"query-status"}""")).Return!.Value.GetProperty("status").GetString());
        Assert.Equal("CommandNotFound", (await AskAsync(engine, view.Id, """{"execute":"query-nothing"}""")).Error!.Class);
        Assert.Contains("running", await monitor.HumanCommandAsync(view.Id, "info status", null, Ct), StringComparison.Ordinal);
        // The driver hears of the mark before it hears of this.
        await engine.Domains.Request(view.Id, new SuspendRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit, Ct);
        Assert.Equal([Taint.CustomMonitor], engine.Domains.Get("one").Live!.Taints.Items);
        var nonsense = await Assert.ThrowsAsync<CallerException>(() => AskAsync(engine, view.Id, """["query-status"]"""));
        Assert.Equal(ErrorCodes.Request.Invalid, nonsense.Code);
    }

    [Fact]
    public async Task A_machine_that_is_off_is_asked_nothing()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        Func<Task>[] questions =
        [
            () => engine.Domains.Monitor.SendKeysAsync(view.Id, [1], null, Ct), () => engine.Domains.Monitor.InjectNmiAsync(view.Id, Ct),
            () => engine.Domains.Monitor.DiskErrorsAsync(view.Id, Ct), () => engine.Domains.Monitor.HumanCommandAsync(view.Id, "info status", null, Ct),
            () => AskAsync(engine, view.Id, """{"execute":"stop"}"""),
        ];
        foreach (var question in questions)
        {
            Assert.Equal(ErrorCodes.Domain.NotRunning, (await Assert.ThrowsAsync<CallerException>(question)).Code);
        }
    }

    [Fact]
    public async Task A_disk_that_is_written_behind_its_offset_is_told_once_and_so_is_QEMUs_own_event()
    {
        await using var engine = await Engine.OpenAsync();
        var path = Path.Combine(engine.Paths.DefaultPool, "a.img");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], Ct);
        var view = await RunAsync(
            engine, $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/><target dev='vda' bus='virtio'/></disk>");
        // A run is found by its number, which the next one does not have.
        Assert.Equal((1, view.Id), (view.Live!.Number, engine.Domains.Get("1").Id));
        var monitor = engine.Domains.Monitor;
        foreach (var none in new[] { "vdb", "vda[2]" })
        {
            Assert.Equal(ErrorCodes.Domain.NoSuchDevice, (await Assert.ThrowsAsync<CallerException>(() => monitor.SetThresholdAsync(view.Id, none, 1, Ct))).Code);
        }
        // The number of the only image.
        await monitor.SetThresholdAsync(view.Id, "vda[1]", 4096, Ct);
        await monitor.HumanCommandAsync(view.Id, "qemu-io -d /machine/peripheral/virtio-disk0/virtio-backend \"write 0 12k\"", null, Ct);
        using var limit = new CancellationTokenSource(Engine.Limit);
        List<Model.Events.PandoEvent> told = [];
        await foreach (var happened in engine.Events.SubscribeAsync(0, limit.Token))
        {
            told.Add(happened);
            if (happened.Type == "machine.block-threshold")
            {
                break;
            }
        }
        var grown = told[^1].Data;
        Assert.Equal(("vda", path, "4096", "8192"), (grown["device"], grown["path"], grown["threshold"], grown["excess"]));
        var raw = Assert.Single(told, happened => happened.Type == "qemu.BLOCK_WRITE_THRESHOLD");
        Assert.Contains("\"node-name\": \"vda-0-file\"", raw.Data["details"], StringComparison.Ordinal);

        await engine.Domains.Request(view.Id, new DestroyRequest(false), Caller.Daemon).Completion.WaitAsync(Engine.Limit, Ct);
        Assert.Null(engine.Domains.Find("1"));
        view = await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit, Ct);
        Assert.Equal(2, view.Live!.Number);
    }

    [Fact]
    public void Heads_are_counted_before_cards()
    {
        VideoDevice[] cards = [new() { Heads = 2, Alias = new DeviceAlias("video0") }, new() { Heads = 4, Alias = new DeviceAlias("video1") }];
        Assert.Equal((null, null), Screenshot.Find("one", cards, 0));
        Assert.Equal(("video0", 1), Screenshot.Find("one", cards, 1));
        Assert.Equal(("video1", 1), Screenshot.Find("one", cards, 3));
        Assert.Throws<CallerException>(() => Screenshot.Find("one", cards, 6));
        Assert.Equal(ErrorCodes.Domain.NoScreen, Assert.Throws<CallerException>(() => Screenshot.Find("one", [], 0)).Code);
    }

    [Fact]
    public void A_disk_fails_as_its_drive_says()
    {
        var machine = new DomainDefinition
        {
            Name = "one",
            MemoryKiB = 1,
            CurrentMemoryKiB = 1,
            Vcpus = 1,
            VcpusCurrent = 1,
            Devices = new DomainDevices
            {
                Disks = [.. new[] { "vda", "vdb", "vdc" }.Select((name, index) => new DiskDevice { TargetName = name, Alias = new DeviceAlias($"virtio-disk{index}") })],
            },
        };
        BlockDriveInfo[] drives =
        [
            new("", false, false, "/machine/peripheral/virtio-disk0/virtio-backend", IoStatus: "nospace"),
            new("", false, false, "/machine/peripheral/virtio-disk1/virtio-backend", IoStatus: "ok"),
            new("", false, false, "virtio-disk2", IoStatus: "failed"),
        ];
        Assert.Equal([new DiskError("vda", true), new DiskError("vdc", false)], DiskErrors.Of(machine, drives));
    }

    [Fact]
    public async Task A_disk_grows_and_never_shrinks()
    {
        await using var engine = await Engine.OpenAsync();
        var disk = Path.Combine(engine.Paths.DefaultPool, "one.img");
        await File.WriteAllBytesAsync(disk, new byte[1 << 20], Ct);
        var view = await RunAsync(engine, Definitions.Disk(disk, format: "raw"));
        await engine.Domains.Monitor.ResizeDiskAsync(view.Id, "vda", 2 << 20, Ct);
        Assert.Equal(2 << 20, new FileInfo(disk).Length);
        var smaller = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.Monitor.ResizeDiskAsync(view.Id, disk, 1 << 20, Ct));
        Assert.Equal(ErrorCodes.Domain.DiskWouldShrink, smaller.Code);
        var none = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.Monitor.ResizeDiskAsync(view.Id, "vdz", 4 << 20, Ct));
        Assert.Equal(ErrorCodes.Domain.NoSuchDevice, none.Code);
    }
}
