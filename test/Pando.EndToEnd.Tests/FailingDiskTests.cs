using Pando.Api.Machines;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>A disk that fails while its machine runs: it is told which and why, the guest waits, and goes on once it can.</summary>
[Trait("Speed", "Slow")]
public sealed class FailingDiskTests : IAsyncLifetime
{
    private const int LittleMebibytes = 8;
    private const int EnoughMebibytes = 64;
    private const long DiskBytes = 48 << 20;

    private readonly string _root = Directory.CreateTempSubdirectory("pando-full-").FullName;
    private SmallDisk? _disk;
    private Instance? _pando;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(_root, "lib", "images", "small");

    private Instance Pando => _pando!;

    public async ValueTask InitializeAsync()
    {
        _disk = await SmallDisk.MountAsync(Folder, LittleMebibytes);
        _pando = await Instance.StartAsync(_root, cancellationToken: Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disk is not null)
        {
            await _disk.DisposeAsync();
        }
        if (_pando is not null)
        {
            await _pando.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_guest_whose_disk_has_no_room_on_the_host_waits_and_goes_on_when_there_is_some()
    {
        var image = Path.Combine(Folder, "thin.img");
        using (var file = File.OpenHandle(image, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, DiskBytes);
        }
        var guest = await TinyGuest.BuildAsync(["virtio_pci", "virtio_blk"], [], init: null, Path.Combine(_root, "thin.cpio"), Ct);
        using var console = await GuestConsole.BootAsync(
            Pando.Client, "thin",
            Machines.Tiny("thin", guest, $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{image}'/><target dev='vda' bus='virtio'/></disk>"));
        await console.TypeAsync("dd if=/dev/zero of=/dev/vda bs=1M count=32 conv=fsync; echo written-$?\n");

        var told = await ToldAsync("machine.disk-error");
        Assert.Equal(
            ("thin", "vda", "virtio-disk0", image, "write", "stop", "true"),
            (told["name"], told["device"], told["alias"], told["path"], told["operation"], told["action"], told["full"]));
        Assert.Contains("No space left on device", told["reason"], StringComparison.Ordinal);
        await Pando.UntilAsync("thin", static machine => machine.State is { Phase: MachinePhase.Paused, Reason: "io-error" });
        var error = Assert.Single(await Pando.Client.GetDiskErrorsAsync("thin", Ct));
        Assert.Equal(("vda", "no space"), (error.Target, error.Error));

        await _disk!.ResizeAsync(EnoughMebibytes);
        await Pando.Client.ResumeAsync("thin", Ct);
        await console.UntilAsync("written-0");
    }

    private async Task<IReadOnlyDictionary<string, string>> ToldAsync(string type)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Instance.Limit);
        await foreach (var happened in Pando.Client.FollowEventsAsync([type], after: 0, cancellationToken: limit.Token))
        {
            return happened.Data;
        }
        throw new InvalidOperationException($"{type} was not told.");
    }
}
