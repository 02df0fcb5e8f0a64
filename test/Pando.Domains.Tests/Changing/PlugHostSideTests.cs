using Pando.Domains.Tests.Machines;
using Pando.Jobs;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml.Changes;
using Pando.TestNamespaces;

namespace Pando.Domains.Tests.Changing;

/// <summary>What a plug takes of the host: taken with the device, given back with it, whatever comes in between.</summary>
public sealed class PlugHostSideTests
{
    private const string Card = "<interface type='bridge'><mac address='52:54:00:00:00:07'/><source bridge='br0'/></interface>";

    private static string Pci(int function) =>
        $"<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='6' slot='2' function='{function}'/></source></hostdev>";

    private static async Task<Engine> StartAsync(PretendedHostSide side, string script = "", IJobFaults? faults = null, params string[] names)
    {
        OwnNetwork.Require();
        var engine = await Engine.OpenAsync(qemu: Engine.Scripted(script) with { ReleaseLimit = TimeSpan.FromMilliseconds(150) }, faults: faults, hostSide: side);
        foreach (var name in names.DefaultIfEmpty("one"))
        {
            var ports = string.Concat(Enumerable.Repeat("<controller type='pci' model='pcie-root-port'/>", 6));
            var view = await engine.Domains.DefineAsync(Definitions.Empty(name, $"<controller type='pci' index='0' model='pcie-root'/>{ports}"), null, Caller.Daemon);
            await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        }
        return engine;
    }

    private static Task<DomainView> AttachAsync(Engine engine, string xml, string name = "one") =>
        engine.Domains.Request(engine.Domains.Get(name).Id, new AttachDeviceRequest(DeviceText.Read(xml), ChangeScope.Live), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

    private static Task<DomainView> DetachAsync(Engine engine, string xml) =>
        engine.Domains.Request(engine.Domains.Get("one").Id, new DetachDeviceRequest(DeviceText.Read(xml), null, ChangeScope.Live), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

    private static Task DestroyAsync(Engine engine) =>
        engine.Domains.Request(engine.Domains.Get("one").Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

    [Fact]
    public async Task A_card_has_its_tap_while_it_is_plugged_in_and_no_longer()
    {
        var side = new PretendedHostSide();
        await using var engine = await StartAsync(side);
        var with = await AttachAsync(engine, Card);
        Assert.Equal("vnet7", Assert.Single(with.Live!.Definition.Devices.Interfaces).TargetDevice);
        Assert.Equal(["net0"], with.Live.HostSide.Aliases);
        Assert.Empty(side.Released);

        var without = await DetachAsync(engine, Card);
        Assert.Equal(["tap-of-net0"], side.Released);
        Assert.Empty(without.Live!.HostSide.Aliases);
        await DestroyAsync(engine);
        Assert.Single(side.Released);
    }

    [Fact]
    public async Task What_was_plugged_in_is_released_with_the_machine()
    {
        var side = new PretendedHostSide();
        await using var engine = await StartAsync(side);
        await AttachAsync(engine, Card);
        await AttachAsync(engine, Pci(0));
        await DestroyAsync(engine);
        Assert.Equal(side.Noted.Order(), side.Released.Order());
    }

    [Fact]
    public async Task A_connection_that_is_lost_is_no_end_of_QEMU_and_it_gives_everything_back_before_the_host_does()
    {
        var log = Path.Combine(Directory.CreateTempSubdirectory("pando-plug-").FullName, "log");
        var side = new PretendedHostSide();
        await using var engine = await StartAsync(side, $"close-on device_add\nlog {log}");
        var failure = await Assert.ThrowsAsync<MachineryException>(() => AttachAsync(engine, Card));
        Assert.Equal(ErrorCodes.Domain.QemuLost, failure.Code);
        var commands = await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
        Assert.Contains("netdev_del", commands.SkipWhile(command => command != "device_add"));
        Assert.Equal(["tap-of-net0"], side.Released);
        var view = engine.Domains.Get("one");
        Assert.Equal(DomainPhase.Running, view.State.Phase);
        Assert.Empty(view.Live!.HostSide.Aliases);
        Assert.Null(view.Live.Plugging);
    }

    [Theory]
    [InlineData("refuse device_add GenericError no such slot")]
    [InlineData("refuse netdev_add GenericError no such queue")]
    [InlineData("refuse getfd GenericError no such descriptor")]
    public async Task A_plug_that_QEMU_refuses_gives_everything_back(string script)
    {
        var side = new PretendedHostSide();
        await using var engine = await StartAsync(side, script);
        await Assert.ThrowsAsync<PeerException>(() => AttachAsync(engine, Card));
        Assert.Equal(["tap-of-net0"], side.Released);
        Assert.Empty(engine.Domains.Get("one").Live!.HostSide.Aliases);
        Assert.Null(engine.Domains.Get("one").Live!.Plugging);
    }

    [Fact]
    public async Task A_QEMU_that_dies_of_a_plug_leaves_nothing_on_the_host()
    {
        var side = new PretendedHostSide();
        await using var engine = await StartAsync(side, "exit-on device_add 1 out of order");
        await Assert.ThrowsAnyAsync<PandoException>(() => AttachAsync(engine, Card));
        await Until(() => engine.Domains.Get("one").State.Phase == DomainPhase.Off);
        Assert.Equal(["tap-of-net0"], side.Released);
    }

    [Fact]
    public async Task What_a_guest_does_not_let_go_of_stays_taken_until_the_machine_ends()
    {
        var side = new PretendedHostSide();
        await using var engine = await StartAsync(side, "keeps net0", new FailsBehind("machine.attach-device", "plug"));
        await Assert.ThrowsAnyAsync<Exception>(() => AttachAsync(engine, Card));
        Assert.Empty(side.Released);
        Assert.Equal(["net0"], engine.Domains.Get("one").Live!.HostSide.Aliases);
        Assert.Equal(["net0"], engine.Domains.Get("one").Live!.UnplugAsked);
        await DestroyAsync(engine);
        Assert.Equal(["tap-of-net0"], side.Released);
    }

    [Fact]
    public async Task A_device_of_the_host_is_in_one_machine_once()
    {
        var side = new PretendedHostSide();
        await using var engine = await StartAsync(side, "", null, "one", "two");
        var with = await AttachAsync(engine, Pci(0));
        Assert.Equal("/dev/vfio/7", Assert.Single(with.Live!.Files).Path);
        Assert.Equal(ErrorCodes.Domain.DeviceThere, (await Assert.ThrowsAsync<CallerException>(() => AttachAsync(engine, Pci(0)))).Code);
        Assert.Equal(ErrorCodes.Domain.DiskInUse, (await Assert.ThrowsAsync<CallerException>(() => AttachAsync(engine, Pci(0), "two"))).Code);

        Assert.Empty((await DetachAsync(engine, Pci(0))).Live!.Files);
        await AttachAsync(engine, Pci(0), "two");
    }

    [Fact]
    public async Task Two_devices_behind_one_node_give_it_back_when_both_are_gone()
    {
        var side = new PretendedHostSide();
        await using var engine = await StartAsync(side);
        await AttachAsync(engine, Pci(0));
        await AttachAsync(engine, Pci(1));
        await DetachAsync(engine, Pci(0));
        Assert.Equal(["pci-of-hostdev0"], side.Released);
        Assert.Null(side.NodeOwner);
        await DetachAsync(engine, Pci(1));
        // Whose it was before the first of them.
        Assert.Equal(0u, side.NodeOwner);
    }

    [Fact]
    public async Task An_absent_device_is_a_part_of_the_machine_that_QEMU_has_nothing_of()
    {
        const string Usb = "<hostdev type='usb'><source startupPolicy='optional'><serial>A</serial></source></hostdev>";
        var side = new PretendedHostSide();
        await using var engine = await StartAsync(side);
        Assert.Single((await AttachAsync(engine, Usb)).Live!.Definition.Devices.HostDevices);
        Assert.Empty((await DetachAsync(engine, Usb)).Live!.Definition.Devices.HostDevices);
        Assert.Equal(side.Noted, side.Released);
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Engine.Limit);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), limit.Token);
        }
    }

    /// <summary>Fails once when a step is done.</summary>
    private sealed class FailsBehind(string kind, string step) : IJobFaults
    {
        public void Strike(string struckKind, string struckStep, JobMoment moment)
        {
            if ((struckKind, struckStep, moment) == (kind, step, JobMoment.AfterDo))
            {
                throw new InvalidOperationException("Struck.");
            }
        }
    }
}
