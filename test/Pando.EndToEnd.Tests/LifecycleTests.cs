using System.Text;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>A real guest, from its definition to the trash and back.</summary>
public sealed class LifecycleTests : IAsyncLifetime
{
    private Instance _pando = null!;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_guest_boots_stops_goes_on_and_obeys_the_power_button()
    {
        var ct = TestContext.Current.CancellationToken;
        var guest = await TinyGuest.GetAsync(ct);
        using var console = await GuestConsole.BootAsync(_pando.Client, "tiny", Machines.Tiny("tiny", guest));
        await console.TypeAsync("echo four is $((2+2))\n");
        await console.UntilAsync("four is 4");

        Assert.Equal(MachinePhase.Paused, (await _pando.Client.SuspendAsync("tiny", ct)).State.Phase);
        Assert.Equal(MachinePhase.Running, (await _pando.Client.ResumeAsync("tiny", ct)).State.Phase);

        await _pando.Client.ShutdownAsync("tiny", cancellationToken: ct);
        var off = await _pando.UntilAsync("tiny", machine => machine.State.Phase == MachinePhase.ShutOff);
        Assert.Equal("shutdown", off.State.Reason, ignoreCase: true);
        Assert.Empty(_pando.OtherProcesses());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_guest_reboots_on_request_and_its_process_stays()
    {
        var ct = TestContext.Current.CancellationToken;
        await _pando.Client.DefineAsync(Machines.Tiny("tiny", await TinyGuest.GetAsync(ct)), ct);
        var started = await _pando.Client.StartAsync("tiny", paused: true, ct);
        using var console = await GuestConsole.OpenAsync(_pando, "tiny");
        await _pando.Client.ResumeAsync("tiny", ct);
        await console.UntilAsync(TinyGuest.Ready);

        await _pando.Client.RebootAsync("tiny", cancellationToken: ct);
        await console.UntilAsync(TinyGuest.Ready);
        await _pando.Client.ResetAsync("tiny", ct);
        await console.UntilAsync(TinyGuest.Ready);
        Assert.Equal(started.Pid, (await _pando.Client.GetMachineAsync("tiny", ct)).Pid);

        // After a reboot a power-off is a power-off again.
        await console.TypeAsync("poweroff -f\n");
        await _pando.UntilAsync("tiny", machine => machine.State.Phase == MachinePhase.ShutOff);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_guest_is_run_again_when_its_definition_says_so()
    {
        var ct = TestContext.Current.CancellationToken;
        using var console = await GuestConsole.BootAsync(_pando.Client, "again", Machines.Tiny("again", await TinyGuest.GetAsync(ct), events: "<on_poweroff>restart</on_poweroff>"));
        await console.TypeAsync("poweroff -f\n");
        await console.UntilAsync(TinyGuest.Ready);
        Assert.Equal(MachinePhase.Running, (await _pando.Client.GetMachineAsync("again", ct)).State.Phase);
    }

    [Fact]
    public async Task A_transient_machine_is_gone_when_it_ends()
    {
        var ct = TestContext.Current.CancellationToken;
        var made = await _pando.Client.CreateAsync(Machines.Empty("passing"), paused: true, ct);
        Assert.False(made.Persistent);
        Assert.Equal(MachinePhase.Paused, made.State.Phase);
        await _pando.Client.DestroyAsync("passing", cancellationToken: ct);
        Assert.Empty(await _pando.Client.ListMachinesAsync(cancellationToken: ct));
        Assert.Empty(_pando.OtherProcesses());
        Assert.Empty(Directory.GetDirectories(Path.Combine(_pando.Root, "run", "domains")));
    }

    [Fact]
    public async Task A_machine_goes_to_the_trash_with_its_disk_and_comes_back()
    {
        var ct = TestContext.Current.CancellationToken;
        var path = Path.Combine(_pando.Root, "lib", "images", "kept.img");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], ct);
        var inode = File.GetCreationTimeUtc(path);
        await _pando.Client.DefineAsync(Machines.Empty("kept", $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/><target dev='vda' bus='virtio'/></disk>"), ct);
        await _pando.Client.UndefineAsync("kept", storage: true, ct);
        Assert.False(File.Exists(path));
        Assert.Empty(await _pando.Client.ListMachinesAsync(cancellationToken: ct));
        var item = Assert.Single(await _pando.Client.ListTrashAsync(ct));
        Assert.Equal("kept", item.Name);

        await _pando.Client.RestoreAsync("kept", cancellationToken: ct);
        Assert.True(File.Exists(path));
        Assert.Equal(inode, File.GetCreationTimeUtc(path));
        await _pando.Client.StartAsync("kept", paused: true, ct);
        Assert.Empty(await _pando.Client.ListTrashAsync(ct));
    }

    [Fact]
    public async Task Every_change_is_a_version_that_can_be_taken_back()
    {
        var ct = TestContext.Current.CancellationToken;
        var first = await _pando.Client.DefineAsync(Machines.Empty("changing"), ct);
        var (xml, version) = await _pando.Client.GetXmlAsync("changing", cancellationToken: ct);
        var changed = xml.Replace("<vcpu>1</vcpu>", "<vcpu>2</vcpu>", StringComparison.Ordinal).Replace("<vcpu placement='static'>1</vcpu>", "<vcpu placement='static'>2</vcpu>", StringComparison.Ordinal);
        Assert.NotEqual(xml, changed);
        var second = await _pando.Client.PutXmlAsync("changing", Encoding.UTF8.GetBytes(changed), version, ct);
        Assert.Equal((1, 1, 2, 2), (first.Version, first.Vcpus, second.Version, second.Vcpus));

        var late = await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.PutXmlAsync("changing", Encoding.UTF8.GetBytes(xml), version, ct));
        Assert.Equal("domain.changed-meanwhile", late.Problem.Code);

        var back = await _pando.Client.RevertAsync("changing", 1, cancellationToken: ct);
        Assert.Equal((3, 1), (back.Version, back.Vcpus));
        Assert.Equal(3, (await _pando.Client.ListVersionsAsync("changing", ct)).Count);
    }

    [Fact]
    public async Task A_picture_of_the_screen_is_a_PNG()
    {
        var ct = TestContext.Current.CancellationToken;
        await _pando.Client.DefineAsync(Machines.Empty("seen", "<video><model type='vga'/></video>"), ct);
        await _pando.Client.StartAsync("seen", cancellationToken: ct);
        using var picture = new MemoryStream();
        await _pando.Client.ScreenshotAsync("seen", picture, cancellationToken: ct);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture.ToArray()[..4]);
    }
}
