using Pando.Api.Saving;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Devices;

/// <summary>A directory of the host that a guest sees as a disk with a FAT file system, with all that confines QEMU.</summary>
[Trait("Speed", "Slow")]
public sealed class DirectoryDiskTests : IAsyncLifetime
{
    private const string Name = "leafing";

    private Instance _pando = null!;
    private GuestConsole _guest = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(_pando.Root, "papers");

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public async ValueTask DisposeAsync()
    {
        _guest?.Dispose();
        await _pando.DisposeAsync();
    }

    [Fact]
    public async Task A_guest_mounts_it_and_reads_what_lies_in_it_and_in_its_folders()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "inner"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "words.txt"), "host words", Ct);
        await File.WriteAllTextAsync(Path.Combine(Folder, "inner", "deep.txt"), "deep words", Ct);
        await File.WriteAllTextAsync(Path.Combine(_pando.Root, "beside.txt"), "no business of the guest's", Ct);
        var owners = Owners();
        var guest = await TinyGuest.BuildAsync(
            ["virtio_pci", "virtio_blk", "vfat", "nls_cp437", "nls_ascii", "nls_iso8859-1", "nls_utf8"], [], init: null, Path.Combine(_pando.Root, "initrd"), Ct);
        var disk = $"<disk type='dir' device='disk'><driver name='qemu' type='fat'/><source dir='{Folder}'/><target dev='vda' bus='virtio'/><readonly/></disk>";
        _guest = await GuestConsole.BootAsync(_pando.Client, Name, Machines.Tiny(Name, guest, disk));

        await ReadAsync();
        Assert.Equal("1", await _guest.AskAsync("cat /sys/block/vda/ro"));
        Assert.Equal("refused", await _guest.AskAsync("mkdir /wish && mount -t vfat -o rw /dev/vda1 /wish 2>/dev/null && touch /wish/new 2>/dev/null || echo refused"));

        // The next daemon takes the machine up, and the next run shows what the host wrote meanwhile.
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        _guest.Dispose();
        _guest = await GuestConsole.OpenAsync(_pando, Name);
        Assert.Equal("host words", await _guest.AskAsync("cat /papers/words.txt"));
        await _pando.Client.DestroyAsync(Name, cancellationToken: Ct);
        Assert.Empty(_pando.OtherProcesses());
        Assert.Equal(owners, Owners());
        await File.WriteAllTextAsync(Path.Combine(Folder, "later.txt"), "later words", Ct);
        _guest.Dispose();
        await _pando.Client.StartAsync(Name, new StartOptions { Paused = true }, Ct);
        _guest = await GuestConsole.OpenAsync(_pando, Name);
        await _pando.Client.ResumeAsync(Name, Ct);
        await _guest.UntilAsync(TinyGuest.Ready);
        await ReadAsync();
        Assert.Equal("later words", await _guest.AskAsync("cat /papers/later.txt"));
    }

    private async Task ReadAsync()
    {
        Assert.Equal("mounted", await _guest.AskAsync("mkdir /papers && mount -t vfat -o ro /dev/vda1 /papers && echo mounted"));
        Assert.Equal("host words", await _guest.AskAsync("cat /papers/words.txt"));
        Assert.Equal("deep words", await _guest.AskAsync("cat /papers/inner/deep.txt"));
        Assert.Equal("", await _guest.AskAsync("find / -xdev -name 'beside*'; find /papers -name 'beside*'"));
    }

    private List<string> Owners() => [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Append(Folder).Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetUnixFileMode(path)} {Owner(path)}")];

    private static string Owner(string path)
    {
        var start = new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%u:%g", path]) { RedirectStandardOutput = true };
        using var process = System.Diagnostics.Process.Start(start)!;
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
