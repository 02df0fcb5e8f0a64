using System.Text;
using Pando.Api.Client;
using Pando.Api.Host;
using Pando.EndToEnd.Tests.Libvirt;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Hardware;

/// <summary>
/// A host where KVM works, with an IOMMU and devices to give away: a machine of TCG's largest processor, which has AMD's
/// virtualization with nested paging. It runs a pandod and a QEMU of its own, and is booted once for all tests.
/// </summary>
public sealed class KvmHost : IAsyncLifetime
{
    /// <summary>The host's card to give away, an Intel 82574 (e1000e).</summary>
    public const string CardMac = "52:54:00:11:22:33";

    /// <summary>The stick, in the third port of the host's USB 3.</summary>
    public const string Stick = """
        <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{folder}/stick.img'/><target dev='sdb' bus='usb'/><serial>STICK-7</serial>
        <address type='usb' bus='0' port='3'/></disk>
        """;

    /// <summary>Everything is slow here, and slower on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // The limits of a host that is none of silicon.
    private const string Limits = "PANDOD_KVM_PROBE_LIMIT=2min PANDOD_QEMU_START_LIMIT=5min PANDOD_QEMU_COMMAND_LIMIT=5min PANDOD_QEMU_HEARTBEAT_LIMIT=5min";

    private static readonly string Pandod = Programs.Shipped("pandod");

    private readonly string _folder = Directory.CreateTempSubdirectory("pando-kvm-host-").FullName;
    private readonly int _port = SocketRelay.FreePort();
    private readonly int _libvirtPort = SocketRelay.FreePort();
    private SocketRelay? _relay;
    private SocketRelay? _libvirtRelay;

    public static string Cli { get; } = Programs.Shipped("pando");

    /// <summary>Whose machine the host is.</summary>
    internal Instance Outer { get; private set; } = null!;

    /// <summary>The host's shell.</summary>
    internal GuestConsole Shell { get; private set; } = null!;

    /// <summary>The pandod that runs on the host.</summary>
    public PandoClient Client { get; private set; } = null!;

    /// <summary>Debian's virsh, on this machine, connected to it.</summary>
    internal Virsh Virsh => Virsh.At(LibvirtSocket);

    private string LibvirtSocket => Path.Combine(_folder, "libvirt.sock");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // QEMU opens the drive itself: what stands in qemu:commandline is not handed over.
        Outer = await Instance.StartAsync(
            environment: new Dictionary<string, string> { ["PANDOD_CONFINEMENT_LANDLOCK"] = "no", ["PANDOD_CONFINEMENT_MOUNTS"] = "no" }, cancellationToken: Ct);
        Shell = await (await HostAsync()).BootAsync(Outer, Patience);
        await Shell.UntilAsync(TinyGuest.Ready);
        await Shell.TypeAsync($"export {DotnetInGuest.Environment} PANDO_HOST=unix:/pando/run/pando.sock LC_ALL=C.UTF-8 PATH=/usr/bin:/bin\n");
        await Shell.TypeAsync("mkdir /dev/pts /mnt /pando; mount -t devpts devpts /dev/pts\n");
        await Shell.TypeAsync("chgrp pando-qemu /dev/kvm; chmod 660 /dev/kvm; chmod 755 /\n");
        // As packaging/systemd has it: the daemon is spared when memory runs out, its guests are not.
        await Shell.TypeAsync("echo -500 > /proc/$$/oom_score_adj\n");
        await Shell.TypeAsync("relay=$(ls /sys/bus/pci/devices/0000:00:1d.0/virtio*/net); ip addr add 10.0.2.15/24 dev $relay; ip link set $relay up\n");
        await Shell.TypeAsync("qemu() { for one in $(pidof qemu-system-x86_64); do grep -q \"guest=$1,\" /proc/$one/cmdline && echo $one; done; }\n");
        await Shell.TypeAsync("while :; do socat TCP-LISTEN:80,fork UNIX-CONNECT:/pando/run/pando.sock >/dev/null 2>>/log; echo \"socat ended with $?\" >>/log; done & forward=$!\n");
        await Shell.TypeAsync("while :; do socat TCP-LISTEN:81,fork UNIX-CONNECT:/pando/run/libvirt/libvirt-sock >/dev/null 2>>/log; done &\n");
        await StartDaemonAsync();
        await UntilKvmAsync();
    }

    public async ValueTask DisposeAsync()
    {
        string? lastWords = _relay is null ? null : await LastWordsAsync();
        Client?.Dispose();
        foreach (var relay in (SocketRelay?[])[_relay, _libvirtRelay])
        {
            if (relay is not null)
            {
                await relay.DisposeAsync();
            }
        }
        Shell?.Dispose();
        if (Outer is not null)
        {
            await Outer.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
        Assert.True(lastWords is null, lastWords);
    }

    /// <summary>Starts the host's pandod, the first or the next.</summary>
    public async Task StartDaemonAsync()
    {
        // Quotes inside the marks: what is typed is echoed, and the echo must not look like the answer.
        await Shell.TypeAsync($"rm -f /pando/run/pando.sock /pando/run/libvirt/libvirt-sock; {Limits} {Pandod} --root /pando >>/log 2>&1 & daemon=$!\n");
        await Shell.TypeAsync("until [ -S /pando/run/pando.sock ] && [ -S /pando/run/libvirt/libvirt-sock ]; do sleep 1; done; echo daemon-'up'\n");
        await Shell.UntilAsync("daemon-up");
        _relay ??= SocketRelay.Start(Path.Combine(_folder, "pando.sock"), _port);
        _libvirtRelay ??= SocketRelay.Start(LibvirtSocket, _libvirtPort);
        // Connections to the one before are not asked anything.
        Client?.Dispose();
        Client = new PandoClient(new PandoClientOptions { Address = PandoAddress.Unix(Path.Combine(_folder, "pando.sock")), QuestionLimit = Patience });
    }

    /// <summary>kill -9 of the host's pandod.</summary>
    public async Task KillDaemonAsync()
    {
        // Waited for by the very shell whose child it is: until then its remains are in the list of processes.
        await Shell.TypeAsync("kill -9 $daemon; wait $daemon; echo daemon-'dead'\n");
        await Shell.UntilAsync("daemon-dead");
    }

    /// <summary>The driver that a device of the host has.</summary>
    public async Task<string> DriverAsync(string device) => await Shell.AskAsync($"basename $(readlink /sys/bus/pci/devices/{device}/driver)");

    /// <summary>The place on the host's PCI of the first device of that model.</summary>
    public async Task<string> PlaceAsync(string model) => await Shell.AskAsync($"basename $(dirname $(grep -l {model} /sys/bus/pci/devices/*/device | head -n 1))");

    /// <summary>The host's stick as the definition of the host has it.</summary>
    public byte[] StickXml() => Encoding.UTF8.GetBytes(Stick.Replace("{folder}", _folder, StringComparison.Ordinal));

    /// <summary>Busy as it may be, the probe is late here now and then; that is no verdict, and asked for again.</summary>
    private async Task UntilKvmAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Patience);
        while (!(await Client.CheckHostAsync(limit.Token)).Items.Any(static check => check is { Id: "kvm-runs-guest", Status: CheckStatus.Pass }))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), limit.Token);
        }
    }

    /// <summary>What the daemon and the kernel said last, where the daemon, or the way to it, is gone: so it is known why tests failed.</summary>
    private async Task<string?> LastWordsAsync()
    {
        try
        {
            await Shell.TypeAsync("echo words-'begin'; kill -0 $daemon $forward 2>/dev/null || { echo the daemon or the way to it is gone; ps; tail -n 60 /log; dmesg | tail -n 30; }; echo words-'end'\n");
            await Shell.UntilAsync("words-begin");
            return (await Shell.UntilAsync("words-end")).Trim() is { Length: > 0 } words ? words : null;
        }
        catch (Exception e) when (e is TimeoutException or IOException or InvalidOperationException)
        {
            return $"The host's shell does not answer: {e.Message}";
        }
    }

    private async Task<TinyGuestFiles> FilesAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0x1ed);
        foreach (var (image, content) in (ReadOnlySpan<(string, string)>)[("drive.img", "the drive"), ("stick.img", "the stick"), ("disk.img", "the disk")])
        {
            var path = Path.Combine(_folder, image);
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            RandomAccess.SetLength(file, 16 << 20);
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(content + '\n'), 0);
            File.SetUnixFileMode(path, (UnixFileMode)0x1b6);
        }
        return await KvmHostFiles.BuildAsync(_folder, Ct);
    }

    private async Task<HostInGuest> HostAsync() => new(await FilesAsync())
    {
        Arguments = "intel_iommu=on",
        Features = "<ioapic driver='qemu'/>",
        // Two emulated ones would share the machine's two with the tests beside: the tests here take no longer with one.
        Vcpus = 1,
        Devices = $"""
            <controller type='usb' index='0' model='qemu-xhci'/>
            <controller type='scsi' index='0' model='virtio-scsi'/>
            <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{_folder}/disk.img'/><target dev='sda' bus='scsi'/></disk>
            {Encoding.UTF8.GetString(StickXml())}
            <interface type='user'><mac address='{CardMac}'/><model type='e1000e'/></interface>
            <input type='tablet' bus='usb'/>
            <iommu model='intel'><driver intremap='on' caching_mode='on'/></iommu>
            """,
        CommandLine = $"""
            <qemu:commandline>
              <qemu:arg value='-blockdev'/><qemu:arg value='driver=file,filename={_folder}/drive.img,node-name=drive'/>
              <qemu:arg value='-device'/><qemu:arg value='nvme,serial=DRIVE,drive=drive,bus=pcie.0,addr=0x1e'/>
              <qemu:arg value='-netdev'/><qemu:arg value='user,id=relay,hostfwd=tcp:127.0.0.1:{_port}-:80,hostfwd=tcp:127.0.0.1:{_libvirtPort}-:81'/>
              <qemu:arg value='-device'/><qemu:arg value='virtio-net-pci,netdev=relay,bus=pcie.0,addr=0x1d'/>
            </qemu:commandline>
            """,
    };
}

/// <summary>The tests that share the host.</summary>
[CollectionDefinition(Name)]
public sealed class OnKvmHost : ICollectionFixture<KvmHost>
{
    public const string Name = "on a host where KVM works";
}
