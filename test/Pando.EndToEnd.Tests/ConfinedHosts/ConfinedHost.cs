using System.Diagnostics;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.ConfinedHosts;

/// <summary>
/// A guest that is the host: it has what this machine may lack (a security module, all controllers of control groups, two memory
/// nodes), and runs a pandod, a pando and a QEMU of its own. One boot, one script, everything that it said.
/// </summary>
internal sealed class ConfinedHost : IAsyncDisposable
{
    /// <summary>The last that is said.</summary>
    public const string End = "everything-is-done";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("pando-confined-host-").FullName;
    private readonly Instance _pando;

    private ConfinedHost(Instance pando) => _pando = pando;

    /// <summary>The script runs as the only program of a root that, unlike the initramfs, a mount namespace can turn away from.</summary>
    private static string Init => $$"""
        #!/bin/busybox sh
        export PATH=/bin HOME=/
        /bin/busybox --install -s /bin
        if [ "$1" != moved ]; then
            # Hidden: Pando itself may lie anywhere, also below /root.
            mkdir /.moved; mount -t tmpfs -o mode=755,size=80% none /.moved
            for one in /*; do cp -a $one /.moved/; done
            exec switch_root /.moved /init moved
        fi
        mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs devtmpfs /dev
        mkdir -p /dev/pts; mount -t devpts devpts /dev/pts
        mkdir -p /dev/shm; mount -t tmpfs -o mode=1777 none /dev/shm; echo "another machine's" > /dev/shm/of-another; chmod 666 /dev/shm/of-another
        mount -t cgroup2 none /sys/fs/cgroup; mount -t securityfs none /sys/kernel/security
        while read -r module; do insmod "$module"; done < /modules.list
        ifconfig lo up
        export TERM=dumb PANDOD_QEMU_START_LIMIT=5min PANDOD_QEMU_COMMAND_LIMIT=2min {{DotnetInGuest.Environment}} PANDO_HOST=unix:/pando/run/pando.sock LC_ALL=C.UTF-8 PATH=/usr/bin:/bin
        # Whoever may read or write these by their modes is stopped by something else.
        chmod 755 / /escaped; chmod 666 /other.raw; chmod 644 /etc/shadow; chmod 777 /etc; mkdir /pando
        sh /script > /dev/ttyS0 2>&1 < /dev/null
        echo {{End}} > /dev/ttyS0
        exec tail -f /dev/null
        """;

    /// <summary>What every script begins with: words to begin and end the daemon, and to let loose what is in the place of QEMU.</summary>
    private static string Prologue => $$"""
        begin() { {{Programs.Shipped("pandod")}} --root /pando "$@" > /log 2>&1 & daemon=$!; until [ -S /pando/run/pando.sock ]; do kill -0 $daemon || { cat /log; exit 1; }; sleep 0.2; done; }
        end() { kill $1 $daemon; wait $daemon; rm -f /pando/run/pando.sock; }
        qemu() { pidof qemu-system-x86_64; }
        pando() { {{Programs.Shipped("pando")}} "$@"; }
        escape() { rm -f /pando/log/domains/escaped.log; pando start escaped > /dev/null 2>&1; sed "s/^/$1-/" /pando/log/domains/escaped.log; }

        """;

    public static async Task<ConfinedHost> OpenAsync() => new(await Instance.StartAsync(cancellationToken: TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _pando.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Boots, runs the script, and tells what it said.</summary>
    public async Task<string> RunAsync(string script, string kernelArguments, IEnumerable<GuestFile> more)
    {
        string disk = Path.Combine(_folder, "disk.raw");
        await File.WriteAllBytesAsync(disk, new byte[1 << 20], TestContext.Current.CancellationToken);
        return await BootAsync(Init, Prologue + script, kernelArguments, more, disk, "raw");
    }

    /// <summary>The same with a system of its own on a disk, to which all files are added: the image that Pando builds.</summary>
    public async Task<string> RunOnDebianAsync(
        string init, string script, string kernelArguments, IEnumerable<GuestFile> more, IEnumerable<string>? drivers = null, string devices = "")
    {
        string disk = Path.Combine(_folder, "disk.qcow2");
        string image = await DebianImage.GetAsync(_pando);
        using Process make = Process.Start("qemu-img", ["create", "-q", "-f", "qcow2", "-b", image, "-F", "qcow2", disk]);
        await make.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Instance.Limit, TestContext.Current.CancellationToken);
        return await BootAsync(init, script, kernelArguments, more, disk, "qcow2", drivers, devices);
    }

    private async Task<string> BootAsync(string init, string script, string kernelArguments, IEnumerable<GuestFile> more, string disk, string format, IEnumerable<string>? drivers = null, string devices = "")
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        List<GuestFile> files = [.. more, .. await ConfinedHostFiles.AllAsync(), GuestFile.OfText("script", script)];
        TinyGuestFiles guest = await TinyGuest.BuildAsync(["virtio_pci", "virtio_blk", .. drivers ?? []], files.DistinctBy(static file => file.Path), init, Path.Combine(_folder, "initrd"), ct);
        using GuestConsole console = await new HostInGuest(guest)
        {
            Arguments = kernelArguments,
            Processor = "<numa><cell id='0' cpus='0' memory='1536' unit='MiB'/><cell id='1' cpus='1' memory='1536' unit='MiB'/></numa>",
            Devices = $"<disk type='file' device='disk'><driver name='qemu' type='{format}'/><source file='{disk}'/><target dev='vda' bus='virtio'/></disk>{devices}",
        }.BootAsync(_pando, Patience);
        string said = (await console.UntilAsync(End)).ReplaceLineEndings("\n");
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        return said;
    }
}
