using System.Diagnostics;
using Pando.Domains.SideProcesses;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Xml;
using Pando.Model.Xml.Changes;
using Pando.Qmp;

namespace Pando.Domains.Tests.Machines;

/// <summary>The installed QEMU and its helper for reservations, on a block device that is a file.</summary>
[Trait("Speed", "Slow")]
public sealed class ReservationsTests : IAsyncLifetime
{
    private Engine _engine = null!;
    private string? _device;

    public async ValueTask InitializeAsync()
    {
        _engine = await Engine.OpenAsync();
        var image = Path.Combine(_engine.Paths.DefaultPool, "lun.img");
        await File.WriteAllBytesAsync(image, new byte[1 << 20], TestContext.Current.CancellationToken);
        _device = await LosetupAsync("--find", "--show", image);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        if (_device is not null)
        {
            await LosetupAsync("--detach", _device);
        }
    }

    private static async Task<string?> LosetupAsync(params string[] arguments)
    {
        using var program = Process.Start(new ProcessStartInfo("losetup", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return program.ExitCode == 0 ? said.Trim() : null;
    }

    private string Disk => $"<disk type='block' device='lun'><driver name='qemu' type='raw'/><source dev='{_device}'><reservations managed='yes'/></source><target dev='vda' bus='virtio'/></disk>";

    private async Task AssertServedAsync(DomainView machine)
    {
        var side = Assert.Single(machine.Live!.SideProcesses);
        Assert.Equal(("qemu-pr-helper", true), (side.Kind, SideProcessEnding.Identity(side).IsStillRunning()));
        var there = await _engine.Domains.Driver(machine.Id).Guest!.ExecuteAsync(new QomList("/objects"), null, TestContext.Current.CancellationToken);
        Assert.Contains("pr-vda-0-file", there.Select(one => one.Name));
        var status = await File.ReadAllLinesAsync($"/proc/{side.Process.Pid}/status", TestContext.Current.CancellationToken);
        const ulong rawIoAndAdmin = (1UL << 17) | (1UL << 21);
        var effective = Convert.ToUInt64(status.First(line => line.StartsWith("CapEff:", StringComparison.Ordinal))[7..].Trim(), 16);
        Assert.Equal(0UL, effective & ~rawIoAndAdmin);
    }

    [Fact]
    public async Task The_program_runs_beside_QEMU_for_as_long_as_the_machine()
    {
        Assert.SkipWhen(_device is null, "This host has no free loop device.");
        var view = await _engine.Domains.DefineAsync(Definitions.Empty("one", Disk), null, Caller.Daemon);
        var running = await _engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await AssertServedAsync(running);
        var side = running.Live!.SideProcesses[0];

        await _engine.Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        Assert.False(SideProcessEnding.Identity(side).IsStillRunning());
    }

    [Fact]
    public async Task It_is_started_for_a_disk_that_is_plugged_in()
    {
        Assert.SkipWhen(_device is null, "This host has no free loop device.");
        var view = await _engine.Domains.DefineAsync(
            Definitions.Empty("one", "<controller type='pci' index='0' model='pcie-root'/>" + string.Concat(Enumerable.Repeat("<controller type='pci' model='pcie-root-port'/>", 6))),
            null, Caller.Daemon);
        await _engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        var with = await _engine.Domains.Request(view.Id, new AttachDeviceRequest(DeviceText.Read(Disk), ChangeScope.Live), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        await AssertServedAsync(with);
    }
}
