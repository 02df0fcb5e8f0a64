using System.Text;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Saving;
using Pando.Api.Storage;
using Pando.Linux.Spawn;

namespace Pando.EndToEnd.Tests;

/// <summary>Disks that forget what is written to them, and disks that are named by pool and volume.</summary>
[Trait("Speed", "Slow")]
public sealed class ForgetfulDiskTests : IAsyncLifetime
{
    private const string Machine = "forgetful";
    private const string Volume = "kept.qcow2";
    private const string Id = "0a81f5b2-8403-4b23-88d6-21ccc2f80d6f";

    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Kept => Path.Combine(_pando.Root, "lib", "images", Volume);

    private string Overlay => OverlayOf("vda");

    private string OverlayOf(string target) => $"{Kept}.TRANSIENT-{Id}-{target}";

    private static string Disk => $"<disk type='volume' device='disk'><driver name='qemu' type='qcow2'/><source pool='default' volume='{Volume}'/><target dev='vda' bus='virtio'/><transient/></disk>";

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        await _pando.Client.CreateVolumeAsync("default", new VolumeRequest { Name = Volume, Format = "qcow2", CapacityBytes = 8 << 20 }, Ct);
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task What_is_written_goes_with_the_process_also_when_the_daemon_died_meanwhile()
    {
        await _pando.Client.DefineAsync(Forgetful(Disk), Ct);
        var before = await File.ReadAllBytesAsync(Kept, Ct);
        await _pando.Client.StartAsync(Machine, paused: true, Ct);
        await WriteAsync();
        Assert.True(new FileInfo(Overlay).Length > 1 << 18, "nothing was written to the overlay");
        Assert.Contains(Overlay, (await _pando.CliAsync("dumpxml", Machine)).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Overlay, (await _pando.CliAsync("dumpxml", Machine, "--inactive")).Output, StringComparison.Ordinal);

        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        await _pando.Client.DestroyAsync(Machine, cancellationToken: Ct);
        Assert.False(File.Exists(Overlay));
        Assert.Equal(before, await File.ReadAllBytesAsync(Kept, Ct));
    }

    [Fact]
    public async Task A_process_that_died_by_itself_takes_it_along_too()
    {
        await _pando.Client.DefineAsync(Forgetful(Disk), Ct);
        await _pando.Client.StartAsync(Machine, paused: true, Ct);
        await _pando.KillDaemonAsync();
        foreach (var pid in _pando.OtherProcesses())
        {
            using var left = ProcessIdentity.TryOf(pid)?.TryOpen();
            if (left is not null && left.Signal(9))
            {
                await left.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
            }
        }
        Assert.True(File.Exists(Overlay));
        await _pando.StartDaemonAsync(Ct);
        Assert.False(File.Exists(Overlay));
    }

    [Fact]
    public async Task Two_disks_on_one_image_forget_each_its_own()
    {
        await _pando.Client.DefineAsync(Forgetful(Disk + Disk.Replace("dev='vda'", "dev='vdb'", StringComparison.Ordinal)), Ct);
        await _pando.Client.StartAsync(Machine, paused: true, Ct);
        Assert.True(File.Exists(OverlayOf("vda")) && File.Exists(OverlayOf("vdb")), "they share what is written");
        await _pando.Client.DestroyAsync(Machine, cancellationToken: Ct);
        Assert.False(File.Exists(OverlayOf("vda")) || File.Exists(OverlayOf("vdb")));
    }

    [Fact]
    public async Task It_is_not_saved_and_goes_on()
    {
        await _pando.Client.DefineAsync(Forgetful(Disk), Ct);
        await _pando.Client.StartAsync(Machine, paused: true, Ct);
        var refused = await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.SaveAsync(Machine, new SaveRequest(), Ct));
        Assert.Equal("save.impossible", refused.Problem.Code);
        Assert.Equal(MachinePhase.Paused, (await _pando.Client.GetMachineAsync(Machine, Ct)).State.Phase);
    }

    [Fact]
    public async Task What_a_lost_host_left_behind_is_replaced_and_anything_else_stays()
    {
        await _pando.Client.DefineAsync(Forgetful(Disk), Ct);
        await _pando.Client.StartAsync(Machine, paused: true, Ct);
        await WriteAsync();
        var written = await File.ReadAllBytesAsync(Overlay, Ct);
        await _pando.Client.DestroyAsync(Machine, cancellationToken: Ct);

        // As a host that lost its power leaves it.
        await File.WriteAllBytesAsync(Overlay, written, Ct);
        await _pando.Client.StartAsync(Machine, paused: true, Ct);
        Assert.True(new FileInfo(Overlay).Length < written.Length);
        await _pando.Client.DestroyAsync(Machine, cancellationToken: Ct);

        await File.WriteAllTextAsync(Overlay, "mine", Ct);
        var refused = await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.StartAsync(Machine, paused: true, Ct));
        Assert.Equal("storage.path-taken", refused.Problem.Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(Overlay, Ct));
    }

    [Fact]
    public async Task One_that_is_plugged_in_forgets_when_it_is_taken_away()
    {
        var disk = Encoding.UTF8.GetBytes(Disk.Replace("dev='vda' bus='virtio'", "dev='sdb' bus='usb'", StringComparison.Ordinal));
        await _pando.Client.DefineAsync(Forgetful("<controller type='usb' model='qemu-xhci'/>"), Ct);
        await _pando.Client.StartAsync(Machine, paused: true, Ct);
        await _pando.Client.AttachDeviceAsync(Machine, disk, "live", Ct);
        Assert.True(File.Exists(OverlayOf("sdb")));
        await _pando.Client.DetachDeviceAsync(Machine, disk, "live", Ct);
        Assert.False(File.Exists(OverlayOf("sdb")));
        Assert.True(File.Exists(Kept));
    }

    [Fact]
    public async Task A_volume_is_known_as_a_machines_disk_and_goes_to_the_trash_with_it()
    {
        await _pando.Client.DefineAsync(Forgetful(Disk.Replace("<transient/>", "", StringComparison.Ordinal)), Ct);
        Assert.Equal([Machine], (await _pando.Client.GetVolumeAsync("default", Volume, Ct)).UsedBy);
        await _pando.Client.StartAsync(Machine, paused: true, Ct);
        Assert.False(File.Exists(Overlay));
        await _pando.Client.DestroyAsync(Machine, cancellationToken: Ct);
        await _pando.Client.UndefineAsync(Machine, storage: true, Ct);
        Assert.False(File.Exists(Kept));
        await _pando.Client.RestoreAsync(Machine, cancellationToken: Ct);
        Assert.True(File.Exists(Kept));
    }

    [Fact]
    public async Task A_volume_or_a_pool_that_is_not_there_is_refused_by_its_name()
    {
        await _pando.Client.DefineAsync(Forgetful(Disk.Replace(Volume, "lost.qcow2", StringComparison.Ordinal)), Ct);
        var volume = await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.StartAsync(Machine, paused: true, Ct));
        Assert.Equal("storage.volume-not-found", volume.Problem.Code);
        await _pando.Client.DefineAsync(Machines.Empty("other", Disk.Replace("'default'", "'nowhere'", StringComparison.Ordinal)), Ct);
        var pool = await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.StartAsync("other", paused: true, Ct));
        Assert.Equal("storage.pool-not-found", pool.Problem.Code);
    }

    private static byte[] Forgetful(string devices) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Machines.Empty(Machine, devices)).Replace("</name>", $"</name><uuid>{Id}</uuid>", StringComparison.Ordinal));

    /// <summary>Writes as the guest would, through the device's own back end.</summary>
    private async Task WriteAsync()
    {
        var told = await _pando.CliAsync("qemu-monitor-command", Machine, "--hmp", "qemu-io -d /machine/peripheral/virtio-disk0/virtio-backend \"write 0 1M\"");
        Assert.True(told.ExitCode == 0, told.Output + told.Error);
    }
}
