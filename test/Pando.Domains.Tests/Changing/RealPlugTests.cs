using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml;
using Pando.Model.Xml.Changes;
using Pando.Qmp;

namespace Pando.Domains.Tests.Changing;

/// <summary>Devices plugged into the installed QEMU, without a guest: on USB and SCSI it releases them by itself.</summary>
public sealed class RealPlugTests : IAsyncLifetime
{
    private Engine _engine = null!;
    private DomainView _view = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await Engine.OpenAsync();
        _view = await _engine.Domains.DefineAsync(Definitions.Empty("one", Ports).Replace("<vcpu>1</vcpu>", "<vcpu current='1'>4</vcpu>", StringComparison.Ordinal), null, Caller.Daemon);
        _view = await _engine.Domains.Request(_view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private const string Ports = """
        <disk type='file' device='cdrom'><target dev='sdc' bus='sata'/></disk>
        <controller type='pci' index='0' model='pcie-root'/>
        <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
        <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
        <controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>
        <controller type='pci' model='pcie-to-pci-bridge'/>
        """;

    private Task<DomainView> AttachAsync(string xml, ChangeScope scope = ChangeScope.Live) =>
        _engine.Domains.Request(_view.Id, new AttachDeviceRequest(DeviceText.Read(xml), scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

    private Task<DomainView> DetachAsync(string xml, ChangeScope scope = ChangeScope.Live) =>
        _engine.Domains.Request(_view.Id, new DetachDeviceRequest(DeviceText.Read(xml), null, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

    private async Task<string> DiskAsync(string target, string bus)
    {
        var path = Path.Combine(_engine.Paths.DefaultPool, $"{target}.img");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], TestContext.Current.CancellationToken);
        return $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/><target dev='{target}' bus='{bus}'/></disk>";
    }

    private async Task<IReadOnlyList<string>> NamesAsync(string path) =>
        [.. (await _engine.Domains.Driver(_view.Id).Guest!.ExecuteAsync(new QomList(path), null, TestContext.Current.CancellationToken)).Select(one => one.Name)];

    private async Task<string> HostSideAsync()
    {
        var guest = _engine.Domains.Driver(_view.Id).Guest!;
        var ct = TestContext.Current.CancellationToken;
        var nodes = await guest.ExecuteAsync(new QueryNamedBlockNodes(), null, ct);
        var sets = await guest.ExecuteAsync(new QueryFdsets(), null, ct);
        var characters = await guest.ExecuteAsync(new QueryChardev(), null, ct);
        return string.Join(' ', nodes.Select(node => node.NodeName).Concat(sets.Select(set => $"{set.FdsetId}")).Concat(characters.Select(one => one.Label))
            .Concat(await NamesAsync("/objects")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("usb")]
    [InlineData("scsi")]
    public async Task A_disk_is_plugged_in_and_taken_away_without_a_trace(string bus)
    {
        var before = await HostSideAsync();
        var disk = await DiskAsync("sda", bus);
        var with = await AttachAsync(disk);
        var plugged = Assert.Single(with.Live!.Definition.Devices.Disks, disk => disk.TargetName == "sda");
        Assert.NotNull(plugged.Address);
        Assert.Contains(plugged.Alias!.Value.Name, await NamesAsync("/machine/peripheral"));
        Assert.Single(with.Live.Files);
        Assert.Single(with.Asked!.Devices.Disks);

        var without = await DetachAsync(disk);
        Assert.Single(without.Live!.Definition.Devices.Disks);
        Assert.Empty(without.Live.Files);
        Assert.Equal(before, await HostSideAsync());

        // Its file is free, and so is its place.
        Assert.Contains(plugged, (await AttachAsync(disk)).Live!.Definition.Devices.Disks);
    }

    [Fact]
    public async Task Every_kind_that_this_QEMU_can_plug_is_plugged()
    {
        await AttachAsync(await DiskAsync("vdb", "virtio"));
        await AttachAsync("<interface type='user'><model type='virtio'/></interface>");
        await AttachAsync("<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>");
        await AttachAsync("<input type='tablet' bus='usb'/>");
        await AttachAsync("<input type='keyboard' bus='virtio'/>");
        await AttachAsync("<controller type='scsi' model='virtio-scsi'/>");
        var view = await AttachAsync("<channel type='unix'><target type='virtio' name='org.example.one'/></channel>");
        var there = await NamesAsync("/machine/peripheral");
        Assert.All(["virtio-disk0", "net0", "rng0", "input2", "input3", "scsi0", "channel0", "virtio-serial0"], alias => Assert.Contains(alias, there));
        // What is in force can be read again as it is.
        Assert.Equal(view.Live!.Definition, DomainXml.Read(DomainXml.Write(view.Live.Definition, new DomainXmlOptions { IncludeSecrets = true, Live = true })));
    }

    [Fact]
    public async Task A_full_bus_is_refused_with_what_to_do()
    {
        var view = _engine.Domains.Get("one");
        var free = 0;
        CallerException? refusal = null;
        while (refusal is null)
        {
            Assert.True(free < 32);
            try
            {
                view = await AttachAsync("<rng model='virtio'><backend model='builtin'/></rng>");
                free++;
            }
            catch (CallerException e)
            {
                refusal = e;
            }
        }
        Assert.True(free > 0);
        Assert.Equal(ErrorCodes.Domain.NoHotPlugPlace, refusal.Code);
        Assert.Contains("pcie-root-port", refusal.Remedy(System.Globalization.CultureInfo.InvariantCulture)!, StringComparison.Ordinal);
        Assert.Equal(view.Live!.Definition, _engine.Domains.Get("one").Live!.Definition);
    }

    [Fact]
    public async Task A_guest_that_releases_nothing_is_reported_and_the_question_stands()
    {
        await AttachAsync("<rng model='virtio'><backend model='builtin'/></rng>");
        await _engine.CloseAsync();
        _engine = await Engine.OpenAsync(_engine.Root, new QemuSettings { ReleaseLimit = TimeSpan.FromMilliseconds(200) });
        var failure = await Assert.ThrowsAsync<PeerException>(() => DetachAsync("<rng model='virtio'><backend model='builtin'/></rng>"));
        Assert.Equal(ErrorCodes.Domain.DeviceNotReleased, failure.Code);
        var view = _engine.Domains.Get("one");
        Assert.Equal(["rng0"], view.Live!.UnplugAsked);
        Assert.Single(view.Live.Definition.Devices.Rngs);
    }

    [Theory]
    [InlineData("<shmem name='pando-test'><model type='ivshmem-plain'/><size unit='M'>4</size></shmem>", "shmem0")]
    [InlineData("<watchdog model='i6300esb' action='none'/>", "watchdog0")]
    [InlineData("<rng model='virtio'><backend model='egd' type='tcp'><source mode='bind' host='127.0.0.1' service='0'/><protocol type='raw'/></backend></rng>", "rng0")]
    public async Task What_no_guest_releases_goes_with_a_reset_and_all_that_was_behind_it(string xml, string alias)
    {
        await _engine.CloseAsync();
        _engine = await Engine.OpenAsync(_engine.Root, new QemuSettings { ReleaseLimit = TimeSpan.FromMilliseconds(200) });
        var before = await HostSideAsync();
        await AttachAsync(xml);
        try
        {
            Assert.Equal(ErrorCodes.Domain.DeviceNotReleased, (await Assert.ThrowsAsync<PeerException>(() => DetachAsync(xml))).Code);
            using var limit = new CancellationTokenSource(Engine.Limit);
            var events = _engine.Events.SubscribeAsync(null, limit.Token);
            await _engine.Domains.Request(_view.Id, new ResetRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
            await foreach (var told in events)
            {
                if (told.Type == "machine.device-removed")
                {
                    break;
                }
            }
            Assert.DoesNotContain(alias, await NamesAsync("/machine/peripheral"));
            Assert.Equal(before, await HostSideAsync());
        }
        finally
        {
            File.Delete("/dev/shm/pando-test");
        }
    }

    [Fact]
    public async Task A_USB_redirection_leaves_nothing_behind()
    {
        const string Port = "<redirdev bus='usb' type='tcp'><source mode='bind' host='127.0.0.1' service='0'/><protocol type='raw'/></redirdev>";
        var before = await HostSideAsync();
        await AttachAsync(Port);
        await DetachAsync(Port);
        Assert.Equal(before, await HostSideAsync());
    }

    [Fact]
    public async Task A_module_of_memory_adds_to_what_the_machine_has()
    {
        var definition = Definitions.Empty("two", Ports).Replace("<memory unit='MiB'>64</memory>", "<maxMemory slots='2' unit='MiB'>1024</maxMemory><memory unit='MiB'>64</memory>", StringComparison.Ordinal);
        _view = await _engine.Domains.DefineAsync(definition, null, Caller.Daemon);
        await _engine.Domains.Request(_view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        var with = await AttachAsync("<memory model='dimm'><target><size unit='MiB'>128</size><node>0</node></target></memory>", ChangeScope.Live | ChangeScope.Config);
        Assert.Equal((192 * 1024, 192 * 1024), (with.Live!.Definition.MemoryKiB, with.Live.Definition.CurrentMemoryKiB));
        Assert.Equal((192 * 1024, 192 * 1024), (with.Asked!.MemoryKiB, with.Asked.CurrentMemoryKiB));
        var without = await DetachAsync("<memory model='dimm'><target><size unit='MiB'>128</size><node>0</node></target></memory>", ChangeScope.Config);
        Assert.Equal((64 * 1024, 64 * 1024), (without.Asked!.MemoryKiB, without.Asked.CurrentMemoryKiB));
    }

    [Fact]
    public async Task Both_change_together_and_the_definition_is_a_new_version()
    {
        var view = await AttachAsync("<interface type='user'/>", ChangeScope.Live | ChangeScope.Config);
        Assert.Equal(2, view.Version);
        Assert.Equal(view.Live!.Definition.Devices.Interfaces[0].Mac, view.Asked!.Devices.Interfaces[0].Mac);
        Assert.Null(view.Asked.Devices.Interfaces[0].Alias);
    }

    private Task<DomainView> UpdateAsync(string xml, ChangeScope scope = ChangeScope.Live) =>
        _engine.Domains.Request(_view.Id, new UpdateDeviceRequest(DeviceText.Read(xml), scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

    private async Task<string> ImageAsync(string name)
    {
        var path = Path.Combine(_engine.Paths.DefaultPool, name);
        await File.WriteAllBytesAsync(path, new byte[1 << 20], TestContext.Current.CancellationToken);
        return path;
    }

    private async Task<string?> MediumAsync() =>
        (await _engine.Domains.Driver(_view.Id).Guest!.ExecuteAsync(new QueryBlock(), null, TestContext.Current.CancellationToken))
            .Single(drive => drive.QomPath?.Contains("sata", StringComparison.Ordinal) == true).Inserted?.Image.Filename;

    [Fact]
    public async Task A_medium_goes_in_changes_and_comes_out()
    {
        string Drive(string? path) => $"<disk type='file' device='cdrom'><driver name='qemu' type='raw'/>{(path is null ? "" : $"<source file='{path}'/>")}<target dev='sdc' bus='sata'/><readonly/></disk>";
        var before = await HostSideAsync();
        var (one, two) = (await ImageAsync("one.iso"), await ImageAsync("two.iso"));
        var view = await UpdateAsync(Drive(one));
        Assert.Equal(one, Assert.Single(view.Live!.Files).Path);
        Assert.NotNull(await MediumAsync());
        view = await UpdateAsync(Drive(two), ChangeScope.Live | ChangeScope.Config);
        Assert.Equal(two, Assert.Single(view.Live!.Files).Path);
        Assert.Equal(two, view.Asked!.Devices.Disks[0].Source!.HostPath);
        // A medium that cannot be opened leaves the one that is in.
        var held = await HostSideAsync();
        await Assert.ThrowsAsync<CallerException>(() => UpdateAsync(Drive("/nowhere.iso")));
        Assert.Equal(held, await HostSideAsync());
        view = await UpdateAsync(Drive(null));
        Assert.Empty(view.Live!.Files);
        Assert.Null(await MediumAsync());
        Assert.Equal(before, await HostSideAsync());
    }

    [Fact]
    public async Task A_link_goes_down_and_what_else_a_card_has_is_refused()
    {
        const string Card = "<interface type='user'><mac address='52:54:00:00:00:07'/><model type='virtio'/>{0}</interface>";
        await AttachAsync(Card.Replace("{0}", "", StringComparison.Ordinal));
        var view = await UpdateAsync(Card.Replace("{0}", "<link state='down'/>", StringComparison.Ordinal));
        Assert.False(Assert.Single(view.Live!.Definition.Devices.Interfaces).LinkUp);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => UpdateAsync(Card.Replace("virtio", "e1000e", StringComparison.Ordinal).Replace("{0}", "", StringComparison.Ordinal)));
        Assert.Equal(ErrorCodes.Domain.NotLiveUpdatable, refusal.Code);
        Assert.Contains("model/@type", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Virtual_processors_come_and_those_of_the_start_stay()
    {
        Task<DomainView> SetAsync(int count, ChangeScope scope) =>
            _engine.Domains.Request(_view.Id, new SetVcpusRequest(count, false, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        var view = await SetAsync(3, ChangeScope.Live | ChangeScope.Config);
        Assert.Equal((3, 3), (view.Live!.Definition.VcpusCurrent, view.Asked!.VcpusCurrent));
        var there = await _engine.Domains.Driver(_view.Id).Guest!.ExecuteAsync(new QueryCpusFast(), null, TestContext.Current.CancellationToken);
        Assert.Equal(3, there.Count);
        Assert.Equal(ErrorCodes.Domain.VcpusBeyondMaximum, (await Assert.ThrowsAsync<CallerException>(() => SetAsync(5, ChangeScope.Live))).Code);
        Assert.Equal(ErrorCodes.Domain.VcpusBeyondMaximum, (await Assert.ThrowsAsync<CallerException>(() => SetAsync(0, ChangeScope.Config))).Code);
        Assert.Equal(2, (await SetAsync(2, ChangeScope.Config)).Asked!.VcpusCurrent);
    }

    [Fact]
    public async Task Single_virtual_processors_come_and_are_known_by_their_number()
    {
        Task<DomainView> SwitchAsync(int number, bool enabled, ChangeScope scope) =>
            _engine.Domains.Request(_view.Id, new SwitchVcpusRequest(NumberSet.Of(number), enabled, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        async Task<ErrorCode> CodeAsync(Func<Task> ask) => (await Assert.ThrowsAsync<CallerException>(ask)).Code;
        var started = _view.Live!.Definition.VcpusCurrent;
        var most = _view.Live.Definition.Vcpus - 1;
        var view = await SwitchAsync(most, true, ChangeScope.Live | ChangeScope.Config);
        Assert.Equal((started + 1, started + 1), (view.Live!.Definition.VcpusCurrent, view.Asked!.VcpusCurrent));
        Assert.Equal((true, true), (view.Live.Definition.VcpuStates[^1].Enabled, view.Asked.VcpuStates[^1].Hotpluggable));
        Assert.Contains($"vcpu{most}", await NamesAsync("/machine/peripheral"));
        // A number that is filled up afterwards takes nobody's name.
        var all = await _engine.Domains.Request(_view.Id, new SetVcpusRequest(most + 1, false, ChangeScope.Live), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Equal(most + 1, all.Live!.Definition.VcpusCurrent);

        Assert.Equal(ErrorCodes.Domain.VcpusBeyondMaximum, await CodeAsync(() => SwitchAsync(most + 1, true, ChangeScope.Live)));
        Assert.Equal(ErrorCodes.Domain.VcpusEmulated, await CodeAsync(() => SwitchAsync(most, false, ChangeScope.Live)));
        Assert.Equal(ErrorCodes.Domain.VcpuStays, await CodeAsync(() => SwitchAsync(0, false, ChangeScope.Config)));
        Assert.Equal(started, (await SwitchAsync(most, false, ChangeScope.Config)).Asked!.VcpusCurrent);
    }

    [Fact]
    public async Task An_I_O_thread_is_changed_while_it_works()
    {
        Task<DomainView> SetAsync(IoThreadDefinition values, ChangeScope scope) =>
            _engine.Domains.Request(_view.Id, new SetIoThreadRequest(values, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await _engine.Domains.Request(_view.Id, new AddIoThreadRequest(new IoThreadDefinition(7), ChangeScope.Live | ChangeScope.Config), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        var view = await SetAsync(
            new IoThreadDefinition(7) { ThreadPoolMin = 2, ThreadPoolMax = 4, Polling = new IoThreadPolling(9000, Grow: 3) }, ChangeScope.Live | ChangeScope.Config);
        var expected = new IoThreadDefinition(7) { ThreadPoolMin = 2, ThreadPoolMax = 4, Polling = new IoThreadPolling(9000, Grow: 3) };
        Assert.Equal((expected, expected), (Assert.Single(view.Live!.Definition.IoThreads), Assert.Single(view.Asked!.IoThreads)));
        var there = Assert.Single(await _engine.Domains.Driver(_view.Id).Guest!.ExecuteAsync(new QueryIothreads(), null, TestContext.Current.CancellationToken));
        Assert.Equal((9000, 3), (there.PollMaxNs, there.PollGrow));

        // What QEMU refuses in the middle leaves all of it as it was.
        await Assert.ThrowsAsync<PeerException>(() => SetAsync(new IoThreadDefinition(7) { ThreadPoolMax = 1, Polling = new IoThreadPolling(1) }, ChangeScope.Live));
        there = Assert.Single(await _engine.Domains.Driver(_view.Id).Guest!.ExecuteAsync(new QueryIothreads(), null, TestContext.Current.CancellationToken));
        Assert.Equal((9000, 3), (there.PollMaxNs, there.PollGrow));
        Assert.Equal(
            ErrorCodes.Domain.NoSuchIoThread,
            (await Assert.ThrowsAsync<CallerException>(() => SetAsync(new IoThreadDefinition(8) { Polling = new IoThreadPolling(1) }, ChangeScope.Live))).Code);
    }

    [Fact]
    public async Task I_O_threads_come_go_and_stay_while_a_disk_needs_them()
    {
        Task<DomainView> AddAsync(int number, ChangeScope scope) =>
            _engine.Domains.Request(_view.Id, new AddIoThreadRequest(new IoThreadDefinition(number) { Polling = new IoThreadPolling(0) }, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Task<DomainView> RemoveAsync(int number, ChangeScope scope) =>
            _engine.Domains.Request(_view.Id, new RemoveIoThreadRequest(number, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        async Task<ErrorCode> CodeAsync(Func<Task> ask) => (await Assert.ThrowsAsync<CallerException>(ask)).Code;
        var view = await AddAsync(3, ChangeScope.Live | ChangeScope.Config);
        Assert.Equal((3, 3), (Assert.Single(view.Live!.Definition.IoThreads).Id, Assert.Single(view.Asked!.IoThreads).Id));
        Assert.Contains("iothread3", await NamesAsync("/objects"));
        var there = Assert.Single(await _engine.Domains.Driver(_view.Id).Guest!.ExecuteAsync(new QueryIothreads(), null, TestContext.Current.CancellationToken));
        Assert.Equal(0, there.PollMaxNs);
        Assert.Equal(ErrorCodes.Domain.IoThreadThere, await CodeAsync(() => AddAsync(3, ChangeScope.Live)));

        var disk = (await DiskAsync("vdb", "virtio")).Replace("type='raw'/>", "type='raw' iothread='3'/>", StringComparison.Ordinal);
        await AttachAsync(disk);
        Assert.Equal(ErrorCodes.Domain.IoThreadInUse, await CodeAsync(() => RemoveAsync(3, ChangeScope.Live)));
        Assert.Contains("iothread3", await NamesAsync("/objects"));
        // A disk that names one that is not there is refused before anything is done.
        Assert.Equal(ErrorCodes.Definition.BadValue, await CodeAsync(() => AttachAsync(disk.Replace("vdb", "vdc", StringComparison.Ordinal).Replace("'3'", "'4'", StringComparison.Ordinal))));

        Assert.Empty((await RemoveAsync(3, ChangeScope.Config)).Asked!.IoThreads);
        Assert.Equal(ErrorCodes.Domain.NoSuchIoThread, await CodeAsync(() => RemoveAsync(3, ChangeScope.Live | ChangeScope.Config)));
        await AddAsync(5, ChangeScope.Live);
        Assert.Equal(3, Assert.Single((await RemoveAsync(5, ChangeScope.Live)).Live!.Definition.IoThreads).Id);
        Assert.DoesNotContain("iothread5", await NamesAsync("/objects"));
    }

    [Fact]
    public async Task Memory_is_asked_of_the_balloon_and_never_more_than_there_is()
    {
        Task<DomainView> SetAsync(long mib, ChangeScope scope, bool maximum = false) =>
            _engine.Domains.Request(_view.Id, new SetMemoryRequest(mib * 1024, maximum, scope), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        var view = await SetAsync(48, ChangeScope.Live | ChangeScope.Config);
        Assert.Equal((48 * 1024, 48 * 1024), (view.Live!.Definition.CurrentMemoryKiB, view.Asked!.CurrentMemoryKiB));
        Assert.Equal(ErrorCodes.Domain.MemoryBeyondMaximum, (await Assert.ThrowsAsync<CallerException>(() => SetAsync(65, ChangeScope.Live))).Code);
        Assert.Equal(ErrorCodes.Domain.OnlyInDefinition, (await Assert.ThrowsAsync<CallerException>(() => SetAsync(128, ChangeScope.Live, maximum: true))).Code);
        Assert.Equal(128 * 1024, (await SetAsync(128, ChangeScope.Config, maximum: true)).Asked!.MemoryKiB);
    }
}
