using System.Text;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Saving;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>Directories of the host as a guest mounts them, over virtiofs and 9p: one boot of a kernel that knows both.</summary>
[Trait("Speed", "Slow")]
public sealed class SharedDirectoryTests : IAsyncLifetime
{
    private const string Name = "sharing";
    private static readonly string[] Written = ["virtiofs", "ninep"];

    private Instance _pando = null!;
    private GuestConsole _guest = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public async ValueTask DisposeAsync()
    {
        _guest?.Dispose();
        await _pando.DisposeAsync();
    }

    [Fact]
    public async Task A_guest_reads_and_writes_what_is_shared_with_it()
    {
        await StartAsync();
        foreach (var share in Written)
        {
            await ReadAndWrittenAsync(share);
        }
        await OnlyReadAsync();
        await TakenUpByAnotherDaemonAsync();
        await NotSavedAsync();
        await _pando.Client.DestroyAsync(Name, cancellationToken: Ct);
        Assert.Empty(_pando.OtherProcesses());
    }

    private async Task StartAsync()
    {
        var guest = await TinyGuest.BuildAsync(
            await DebianKernel.FullAsync(Ct), ["virtio_pci", "virtiofs", "9pnet_virtio", "9p"], [], init: null, Path.Combine(_pando.Root, "initrd"), Ct);
        foreach (var share in Written.Append("fixed"))
        {
            // Everybody's: over 9p it is QEMU's own user who writes.
            Directory.CreateDirectory(Folder(share));
            File.SetUnixFileMode(Folder(share), (UnixFileMode)0x1ff);
            await File.WriteAllTextAsync(Path.Combine(Folder(share), "of-host"), $"host to {share}", Ct);
        }
        var shares = $"""
            <filesystem type='mount'><driver type='virtiofs'/><source dir='{Folder("virtiofs")}'/><target dir='virtiofs'/></filesystem>
            <filesystem type='mount' accessmode='mapped'><source dir='{Folder("ninep")}'/><target dir='ninep'/></filesystem>
            <filesystem type='mount' accessmode='mapped'><source dir='{Folder("fixed")}'/><target dir='fixed'/><readonly/></filesystem>
            """;
        var definition = Encoding.UTF8.GetString(Machines.Tiny(Name, guest, shares))
            .Replace("<os>", "<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking><os>", StringComparison.Ordinal);
        _guest = await GuestConsole.BootAsync(_pando.Client, Name, Encoding.UTF8.GetBytes(definition));
        await _guest.AskAsync("mkdir /virtiofs /ninep /fixed; mount -t virtiofs virtiofs /virtiofs");
        await _guest.AskAsync("for tag in ninep fixed; do mount -t 9p -o trans=virtio,version=9p2000.L $tag /$tag; done");
    }

    private async Task ReadAndWrittenAsync(string share)
    {
        Assert.Equal($"host to {share}", await _guest.AskAsync($"cat /{share}/of-host"));
        await _guest.AskAsync($"mkdir /{share}/made; printf 'guest to {share}' > /{share}/made/of-guest; sync");
        Assert.Equal($"guest to {share}", await File.ReadAllTextAsync(Path.Combine(Folder(share), "made", "of-guest"), Ct));
        await _guest.AskAsync($"rm /{share}/of-host");
        Assert.False(File.Exists(Path.Combine(Folder(share), "of-host")));
    }

    private async Task OnlyReadAsync()
    {
        Assert.Equal("host to fixed", await _guest.AskAsync("cat /fixed/of-host"));
        await _guest.AskAsync("touch /fixed/of-guest; rm /fixed/of-host; printf changed /fixed/of-host");
        Assert.Equal(["of-host"], Directory.GetFiles(Folder("fixed")).Select(Path.GetFileName));
        Assert.Equal("host to fixed", await File.ReadAllTextAsync(Path.Combine(Folder("fixed"), "of-host"), Ct));
    }

    private async Task TakenUpByAnotherDaemonAsync()
    {
        var before = Assert.Single((await _pando.Client.GetMachineAsync(Name, Ct)).SideProcesses);
        Assert.Equal("virtiofsd", before.Kind);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        Assert.Equal(before, Assert.Single((await _pando.Client.GetMachineAsync(Name, Ct)).SideProcesses));
        _guest.Dispose();
        _guest = await GuestConsole.OpenAsync(_pando, Name);
        Assert.Equal("guest to virtiofs", await _guest.AskAsync("cat /virtiofs/made/of-guest"));
    }

    /// <summary>What the server beside QEMU knows of the guest's files is in no saved machine: refused, as libvirt does, and the guest goes on.</summary>
    private async Task NotSavedAsync()
    {
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.SaveAsync(Name, new SaveRequest(), Ct))).Problem;
        Assert.Equal("save.impossible", problem.Code);
        Assert.Contains("virtiofs", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(MachinePhase.Running, (await _pando.Client.GetMachineAsync(Name, Ct)).State.Phase);
        Assert.Equal("guest to ninep", await _guest.AskAsync("cat /ninep/made/of-guest"));
    }

    private string Folder(string share) => Path.Combine(_pando.Root, "shares", share);
}
