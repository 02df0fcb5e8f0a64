using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Events;
using Pando.Qmp;

namespace Pando.Domains.Tests.Following;

/// <summary>A USB device that is pulled out of the host and plugged in again while its machine runs.</summary>
public sealed class UsbFollowingTests
{
    private const string Stick = "<controller type='usb' model='qemu-xhci'/><hostdev type='usb'><source startupPolicy='optional'><serial>A</serial></source></hostdev>";

    private static async Task<(Engine Engine, DomainView View)> StartAsync(PretendedHostSide side, string script = "")
    {
        var engine = await Engine.OpenAsync(qemu: Engine.Scripted(script), hostSide: side);
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", Stick), null, Caller.Daemon);
        return (engine, await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
    }

    private static async Task UntilToldAsync(Engine engine, string what, Action move)
    {
        using var limit = new CancellationTokenSource(Engine.Limit);
        var events = engine.Events.SubscribeAsync(null, limit.Token);
        move();
        await foreach (var told in events)
        {
            if (told.Type == what)
            {
                return;
            }
        }
    }

    private static async Task<bool> HasAsync(Engine engine) =>
        (await engine.Domains.Driver(engine.Domains.Get("one").Id).Guest!.ExecuteAsync(new QomList("/machine/peripheral"), null, TestContext.Current.CancellationToken))
            .Any(device => device.Name == "hostdev0");

    [Fact]
    public async Task What_is_pulled_out_is_absent_and_what_is_plugged_in_again_is_back()
    {
        var side = new PretendedHostSide();
        side.Plug("/dev/bus/usb/001/004");
        var (engine, view) = await StartAsync(side);
        await using var _ = engine;
        Assert.Empty(view.Live!.AbsentDevices);
        Assert.True(await HasAsync(engine));

        await UntilToldAsync(engine, "machine.host-device-left", () => side.Plug(null));
        Assert.False(await HasAsync(engine));
        var without = engine.Domains.Driver(view.Id).Guest!.Live;
        Assert.Equal(["hostdev0"], without.AbsentDevices);
        Assert.Empty(without.Files);
        Assert.Equal(view.Live.Definition.Devices.HostDevices, without.Definition.Devices.HostDevices);

        // Under another number, as each time.
        await UntilToldAsync(engine, "machine.host-device-returned", () => side.Plug("/dev/bus/usb/001/005"));
        Assert.True(await HasAsync(engine));
        var with = engine.Domains.Driver(view.Id).Guest!.Live;
        Assert.Empty(with.AbsentDevices);
        Assert.Equal("/dev/bus/usb/001/005", Assert.Single(with.Files).Path);
        Assert.Equal(view.Live.Definition, with.Definition);
    }

    [Fact]
    public async Task A_device_that_was_absent_at_the_start_is_plugged_in_when_it_comes()
    {
        var side = new PretendedHostSide();
        var (engine, view) = await StartAsync(side);
        await using var _ = engine;
        Assert.Equal(["hostdev0"], view.Live!.AbsentDevices);
        await UntilToldAsync(engine, "machine.host-device-returned", () => side.Plug("/dev/bus/usb/001/004"));
        Assert.True(await HasAsync(engine));
    }

    [Fact]
    public async Task A_daemon_that_starts_later_finds_what_happened_meanwhile()
    {
        var side = new PretendedHostSide();
        side.Plug("/dev/bus/usb/001/004");
        var settings = Engine.Scripted("");
        var engine = await Engine.OpenAsync(qemu: settings, hostSide: side);
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", Stick), null, Caller.Daemon);
        await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await engine.CloseAsync();
        var later = new PretendedHostSide();
        later.Plug("/dev/bus/usb/001/009");
        engine = await Engine.OpenAsync(engine.Root, settings, hostSide: later);
        await using var e = engine;
        using var limit = new CancellationTokenSource(Engine.Limit);
        await foreach (var told in engine.Events.SubscribeAsync(0, limit.Token))
        {
            if (told.Type == "machine.host-device-returned")
            {
                break;
            }
        }
        Assert.Equal("/dev/bus/usb/001/009", Assert.Single(engine.Domains.Driver(view.Id).Guest!.Live.Files).Path);
    }

    [Fact]
    public async Task What_QEMU_does_not_take_back_stays_absent_and_a_part_of_the_machine()
    {
        var side = new PretendedHostSide();
        var (engine, view) = await StartAsync(side, "refuse device_add GenericError no such port");
        await using var _ = engine;
        await UntilToldAsync(engine, "job.ended", () => side.Plug("/dev/bus/usb/001/004"));
        var live = engine.Domains.Driver(view.Id).Guest!.Live;
        Assert.Equal(["hostdev0"], live.AbsentDevices);
        Assert.Single(live.Definition.Devices.HostDevices);
        Assert.Empty(live.Files);
    }
}
