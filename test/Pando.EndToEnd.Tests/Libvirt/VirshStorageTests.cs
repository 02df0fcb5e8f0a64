using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Pando.Linux.Files;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>Storage pools and volumes by Debian's virsh; the words of refusals are those of Debian's libvirtd.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshStorageTests : IAsyncLifetime
{
    private Instance _pando = null!;
    private Virsh _virsh = null!;
    private string _lab = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        _virsh = new Virsh(_pando.Root);
        _lab = Path.Combine(_pando.Root, "lab");
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_pool_is_defined_built_started_used_and_removed()
    {
        Assert.Matches(@"default\s+active\s+yes", await _virsh.RunAsync("pool-list"));
        Assert.Equal("Pool lab defined", await _virsh.RunAsync("pool-define-as", "lab", "dir", "--target", _lab));
        Assert.Matches(@"lab\s+inactive\s+no", await _virsh.RunAsync("pool-list", "--all"));
        await FailsAsync($"cannot open directory '{_lab}': No such file or directory", "pool-start", "lab");
        await FailsAsync("Requested operation is not valid: storage pool 'lab' is not active", "vol-list", "lab");
        await _virsh.RunAsync("pool-build", "lab");
        await _virsh.RunAsync("pool-start", "lab");
        await FailsAsync("Requested operation is not valid: storage pool 'lab' is already active", "pool-start", "lab");
        await FailsAsync("Requested operation is not valid: storage pool 'lab' is still active", "pool-undefine", "lab");
        await FailsAsync("Requested operation is not valid: storage pool 'lab' is still active", "pool-delete", "lab");
        await FailsAsync("operation failed: Storage source conflict with pool: 'lab'", "pool-define-as", "other", "dir", "--target", _lab + "/");
        await _virsh.RunAsync("pool-autostart", "lab");
        var uuid = await _virsh.RunAsync("pool-uuid", "lab");
        Assert.Equal("lab", await _virsh.RunAsync("pool-name", uuid));
        Assert.Matches(@"(?s)State:\s+running\s.*Persistent:\s+yes\s.*Autostart:\s+yes\s.*Available:", await _virsh.RunAsync("pool-info", "lab"));
        var xml = await _virsh.RunAsync("pool-dumpxml", "lab");
        Assert.Contains($"<path>{_lab}</path>", xml, StringComparison.Ordinal);
        Assert.Contains("<available unit='bytes'>", xml, StringComparison.Ordinal);
        Assert.Contains("<pool type='dir' supported='yes'>", (await _virsh.RunAsync("pool-capabilities")).Replace('"', '\''), StringComparison.Ordinal);
        await FailsAsync("pool type 'dir' does not support source discovery", "find-storage-pool-sources-as", "dir");

        await _virsh.RunAsync("pool-destroy", "lab");
        await _virsh.RunAsync("pool-delete", "lab");
        Assert.False(Directory.Exists(_lab));
        await _virsh.RunAsync("pool-undefine", "lab");
        await FailsAsync("Storage pool not found: no storage pool with matching name 'lab'", "pool-info", "lab");

        await _virsh.RunAsync("pool-create-as", "passing", "dir", "--target", _lab, "--build");
        Assert.Matches(@"passing\s+active\s+no", await _virsh.RunAsync("pool-list", "--transient"));
        await _virsh.RunAsync("pool-destroy", "passing");
        Assert.DoesNotContain("passing", await _virsh.RunAsync("pool-list", "--all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Volumes_are_made_copied_grown_wiped_and_deleted()
    {
        await LabAsync();
        await _virsh.RunAsync("vol-create-as", "lab", "a.qcow2", "10M", "--format", "qcow2");
        await FailsAsync("storage volume 'a.qcow2' exists already", "vol-create-as", "lab", "a.qcow2", "10M", "--format", "qcow2");
        await FailsAsync("unsupported configuration: unknown volume format type nosuch", "vol-create-as", "lab", "b", "10M", "--format", "nosuch");
        await FailsAsync("Requested operation is not valid: volume name 'x/y' cannot contain '/'", "vol-create-as", "lab", "x/y", "10M");
        await _virsh.RunAsync("vol-create-as", "lab", "full", "3M");
        await _virsh.RunAsync("vol-create-as", "lab", "sparse", "3M", "--allocation", "1M");
        await _virsh.RunAsync("vol-create-as", "lab", "c.qcow2", "20M", "--format", "qcow2", "--backing-vol", "a.qcow2", "--backing-vol-format", "qcow2");
        var list = await _virsh.RunAsync("vol-list", "lab", "--details");
        Assert.Matches(@"a\.qcow2\s+\S+/lab/a\.qcow2\s+file\s+10\.00 MiB", list);
        Assert.Matches(@"full\s+\S+/lab/full\s+file\s+3\.00 MiB\s+3\.00 MiB", list);
        Assert.Matches(@"sparse\s+\S+/lab/sparse\s+file\s+3\.00 MiB\s+1\.00 MiB", list);
        Assert.Matches($@"(?s)<capacity unit='bytes'>20971520</capacity>.*<format type='qcow2'/>.*<backingStore>\s*<path>{_lab}/a\.qcow2</path>", await _virsh.RunAsync("vol-dumpxml", "c.qcow2", "lab"));
        Assert.Equal(_lab + "/full", await _virsh.RunAsync("vol-key", "full", "lab"));
        Assert.Equal(_lab + "/full", await _virsh.RunAsync("vol-path", "full", "lab"));
        Assert.Equal("full", await _virsh.RunAsync("vol-name", _lab + "/full"));
        Assert.Equal("lab", await _virsh.RunAsync("vol-pool", _lab + "/full"));

        Assert.NotEqual(0, (await _virsh.TryAsync("vol-delete", "a.qcow2", "lab")).Status);
        await _virsh.RunAsync("vol-clone", "c.qcow2", "d.qcow2", "--pool", "lab");
        await FailsAsync("internal error: storage volume name 'd.qcow2' already in use.", "vol-clone", "c.qcow2", "d.qcow2", "--pool", "lab");
        Assert.DoesNotContain("backingStore", await _virsh.RunAsync("vol-dumpxml", "d.qcow2", "lab"), StringComparison.Ordinal);
        await _virsh.RunAsync("vol-resize", "d.qcow2", "5M", "--pool", "lab", "--delta");
        Assert.Matches(@"Capacity:\s+25\.00 MiB", await _virsh.RunAsync("vol-info", "d.qcow2", "lab"));
        await FailsAsync("invalid argument: Can't shrink capacity", "vol-resize", "d.qcow2", "5M", "--pool", "lab");
        await _virsh.RunAsync("vol-resize", "sparse", "4M", "--pool", "lab", "--allocate");
        Assert.Matches(@"Allocation:\s+4\.00 MiB", await _virsh.RunAsync("vol-info", "sparse", "lab"));
        await FailsAsync("preallocate is only supported for raw type volume", "vol-resize", "d.qcow2", "30M", "--pool", "lab", "--allocate");

        await File.WriteAllTextAsync(Path.Combine(_lab, "full"), "secret", Ct);
        await _virsh.RunAsync("vol-wipe", "full", "lab");
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(Path.Combine(_lab, "full"), Ct), StringComparison.Ordinal);
        await FailsAsync("argument unsupported: 'trim' algorithm not supported", "vol-wipe", "full", "lab", "--algorithm", "trim");
        foreach (var name in new[] { "c.qcow2", "a.qcow2", "d.qcow2", "full", "sparse" })
        {
            await _virsh.RunAsync("vol-delete", name, "lab");
        }
        await FailsAsync("Storage volume not found: no storage vol with matching path", "vol-info", "full", "lab");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_lab));
    }

    [Fact]
    public async Task A_machine_has_a_disk_from_a_pool_and_keeps_it_over_a_restart_of_the_daemon()
    {
        await LabAsync();
        await _virsh.RunAsync("vol-create-as", "lab", "disk.qcow2", "10M", "--format", "qcow2");
        await _virsh.RunAsync("define", await FileAsync("web1.xml", """
            <domain type='qemu'><name>web1</name><memory unit='MiB'>64</memory><os><type arch='x86_64' machine='q35'>hvm</type></os>
              <devices><disk type='volume' device='disk'><driver name='qemu' type='qcow2'/><source pool='lab' volume='disk.qcow2'/><target dev='vda' bus='virtio'/></disk></devices></domain>
            """));
        await _virsh.RunAsync("pool-destroy", "lab");
        Assert.NotEqual(0, (await _virsh.TryAsync("start", "web1")).Status);
        await _virsh.RunAsync("pool-start", "lab");
        await _virsh.RunAsync("start", "web1");
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        Assert.Equal("running", await _virsh.RunAsync("domstate", "web1"));
        Assert.Matches(@"lab\s+active", await _virsh.RunAsync("pool-list"));
        Assert.NotEqual(0, (await _virsh.TryAsync("vol-delete", "disk.qcow2", "lab")).Status);
        Assert.NotEqual(0, (await _virsh.TryAsync("vol-resize", "disk.qcow2", "20M", "--pool", "lab")).Status);
        await _virsh.RunAsync("destroy", "web1");
        await _virsh.RunAsync("vol-resize", "disk.qcow2", "20M", "--pool", "lab");
        await _virsh.RunAsync("undefine", "web1");
        await _virsh.RunAsync("pool-refresh", "lab");
    }

    [Fact]
    public async Task What_is_uploaded_comes_back_with_its_holes()
    {
        await LabAsync();
        await _virsh.RunAsync("vol-create-as", "lab", "disk", "64M", "--allocation", "0");
        var sent = Path.Combine(_pando.Root, "sent");
        await using (var file = File.Create(sent))
        {
            file.SetLength(64 << 20);
            foreach (var place in new[] { 0, 1 << 20, 40 << 20, (64 << 20) - 5 })
            {
                file.Position = place;
                await file.WriteAsync(Encoding.ASCII.GetBytes("there"), Ct);
            }
        }
        var got = Path.Combine(_pando.Root, "got");
        await _virsh.RunAsync("vol-upload", "disk", sent, "--pool", "lab", "--sparse");
        Assert.Equal(await HashAsync(sent), await HashAsync(Path.Combine(_lab, "disk")));
        Assert.True(Allocated(Path.Combine(_lab, "disk")) < 1 << 20, "what was a hole takes room");
        await _virsh.RunAsync("vol-download", "disk", got, "--pool", "lab", "--sparse");
        Assert.Equal(await HashAsync(sent), await HashAsync(got));
        Assert.True(Allocated(got) < 1 << 20, "what was a hole was sent");
        File.Delete(got);
        await _virsh.RunAsync("vol-download", "disk", got, "--pool", "lab");
        Assert.Equal(await HashAsync(sent), await HashAsync(got));

        // A hole over what was there before is one; a part goes where it belongs, and no further than it may.
        await File.WriteAllTextAsync(Path.Combine(_pando.Root, "part"), "0123456789", Ct);
        await _virsh.RunAsync("vol-upload", "disk", Path.Combine(_pando.Root, "part"), "--pool", "lab", "--offset", "2097152", "--length", "10");
        await _virsh.RunAsync("vol-download", "disk", got, "--pool", "lab", "--offset", "2097154", "--length", "5");
        Assert.Equal("23456", await File.ReadAllTextAsync(got, Ct));
        await _virsh.RunAsync("vol-upload", "disk", sent, "--pool", "lab", "--sparse");
        Assert.Equal(await HashAsync(sent), await HashAsync(Path.Combine(_lab, "disk")));
        await FailsAsync("No space left on device", "vol-upload", "disk", sent, "--pool", "lab", "--length", "1048576");
    }

    [Fact]
    public async Task A_full_disk_is_told_and_a_client_that_dies_leaves_a_volume_that_can_be_used()
    {
        Directory.CreateDirectory(_lab);
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", _lab);
        try
        {
            await LabAsync();
            await _virsh.RunAsync("vol-create-as", "lab", "disk", "32M", "--allocation", "0");
            var sent = Path.Combine(_pando.Root, "sent");
            await File.WriteAllBytesAsync(sent, Enumerable.Repeat((byte)7, 16 << 20).ToArray(), Ct);
            await FailsAsync("No space left on device", "vol-upload", "disk", sent, "--pool", "lab");
            await FailsAsync("No space left on device", "vol-create-as", "lab", "full", "32M");
            Assert.Equal(["disk"], Directory.EnumerateFileSystemEntries(_lab).Select(Path.GetFileName));
            await _virsh.RunAsync("vol-wipe", "disk", "lab");

            var pipe = Path.Combine(_pando.Root, "pipe");
            await RunAsync("mkfifo", pipe);
            using (var dying = _virsh.Start("vol-upload", "disk", pipe, "--pool", "lab"))
            {
                await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write);
                await writer.WriteAsync(new byte[100_000].Select(static _ => (byte)9).ToArray(), Ct);
                await writer.FlushAsync(Ct);
                dying.Kill();
                await dying.WaitForExitAsync(Ct);
            }
            await File.WriteAllTextAsync(sent, "whole", Ct);
            await _virsh.RunAsync("vol-upload", "disk", sent, "--pool", "lab");
            Assert.Matches(@"Capacity:\s+32\.00 MiB", await _virsh.RunAsync("vol-info", "disk", "lab"));
            await _virsh.RunAsync("pool-destroy", "lab");
        }
        finally
        {
            await RunAsync("umount", "-l", _lab);
        }
    }

    [Fact]
    public async Task What_happens_to_a_pool_is_told()
    {
        await _virsh.RunAsync("pool-define-as", "lab", "dir", "--target", _lab);
        using var events = _virsh.Start("pool-event", "--event", "lifecycle", "--loop", "--timeout", "120");
        using var refreshes = _virsh.Start("pool-event", "--event", "refresh", "--loop", "--timeout", "120");
        try
        {
            // It says nothing when it has begun to listen: the first event that it hears shows it.
            var heard = await UntilAsync(events, "Started", () => CycleAsync());
            Assert.Contains("event 'lifecycle' for storage pool lab", heard, StringComparison.Ordinal);
            Assert.Contains("lab", await UntilAsync(refreshes, "refresh", () => _virsh.RunAsync("pool-refresh", "lab")), StringComparison.Ordinal);
        }
        finally
        {
            events.Kill();
            refreshes.Kill();
        }

        async Task CycleAsync()
        {
            await _virsh.TryAsync("pool-destroy", "lab");
            await _virsh.RunAsync("pool-build", "lab");
            await _virsh.RunAsync("pool-start", "lab");
        }
    }

    private static async Task<string> UntilAsync(Process listener, string word, Func<Task> happen)
    {
        var reading = ReadAsync();
        while (!reading.IsCompleted)
        {
            await happen();
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(200), Ct));
        }
        return await reading.WaitAsync(Instance.Limit, Ct);

        async Task<string> ReadAsync()
        {
            var heard = "";
            while (!heard.Contains(word, StringComparison.OrdinalIgnoreCase) && await listener.StandardOutput.ReadLineAsync(Ct) is { } line)
            {
                heard += line + "\n";
            }
            return heard;
        }
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file, Ct));
    }

    private static long Allocated(string path) => (long)FileStatus.TryOf(path)!.AllocatedBytes;

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Ct);
        Assert.Equal(0, process.ExitCode);
    }

    private async Task LabAsync()
    {
        await _virsh.RunAsync("pool-define-as", "lab", "dir", "--target", _lab);
        await _virsh.RunAsync("pool-start", "lab", "--build");
    }

    private async Task FailsAsync(string words, params string[] arguments)
    {
        var (status, _, errors) = await _virsh.TryAsync(arguments);
        Assert.NotEqual(0, status);
        Assert.Contains(words, errors, StringComparison.Ordinal);
    }

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_pando.Root, name);
        await File.WriteAllTextAsync(path, text, Ct);
        return path;
    }
}
