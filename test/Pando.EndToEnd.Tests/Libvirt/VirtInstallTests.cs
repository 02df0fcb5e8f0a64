using System.Diagnostics;
using Pando.EndToEnd.Tests.Networks;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>Debian's virt-install takes pandod for a libvirtd: it makes disks in pools, cards on networks, and guests that boot.</summary>
[Trait("Speed", "Slow")]
public sealed class VirtInstallTests : IAsyncLifetime
{
    private const string Network = "<network><name>{name}</name><bridge name='virbr1' stp='off'/><ip address='10.66.0.1' prefix='24'/></network>";

    private NetworkedInstance _host = null!;
    private Virsh _virsh = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await NetworkedInstance.StartAsync();
        _virsh = new Virsh(_host.Pando.Root);
        // Where the screens of guests are shown.
        await _host.InsideAsync("ip", "link", "set", "lo", "up");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_guest_with_a_new_disk_and_a_card_on_a_network_boots()
    {
        await StartNetworkAsync("lab");
        var guest = await TinyGuest.GetAsync(Ct);

        await InstallAsync(
            "web1", "--import", "--disk", "size=1,bus=virtio", "--network", "network=lab",
            "--boot", $"kernel={guest.Kernel},initrd={guest.Initrd},kernel_args=\"{TinyGuest.KernelArguments}\"");

        using var console = await GuestConsole.OpenAsync(_host.Pando.Client, "web1");
        await console.UntilAsync(TinyGuest.Ready);
        Assert.Contains("web1.qcow2", await _virsh.RunAsync("vol-list", "default"), StringComparison.Ordinal);
        Assert.Matches(@"network\s+lab\s+virtio|network\s+lab\s+e1000e", await _virsh.RunAsync("domiflist", "web1"));
        await console.TypeAsync("until [ -e /sys/block/vda/size ]; do sleep 0.1; done; cat /sys/block/vda/size; echo shown\"\"now\n");
        Assert.Contains("2097152", await console.UntilAsync("shownnow"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_from_a_cdrom_is_waited_for_and_started_anew_from_its_disk()
    {
        var iso = Path.Combine(_host.Pando.Root, "installer.iso");
        await File.WriteAllBytesAsync(iso, new byte[1 << 20], Ct);
        using var installing = Start(["web2", "--cdrom", iso, "--disk", "size=1", "--network", "none", "--wait", "5"]);
        var said = installing.StandardOutput.ReadToEndAsync(Ct);
        await Waiting.UntilAsync(() => _virsh.TryAsync("domstate", "web2"), answer => answer.Output == "running");
        Assert.Contains(iso, await _virsh.RunAsync("domblklist", "web2"), StringComparison.Ordinal);
        // What an installer does at its end.
        await _virsh.RunAsync("destroy", "web2");
        await installing.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
        Assert.Equal(0, installing.ExitCode);
        Assert.Contains("Domain creation completed", await said, StringComparison.Ordinal);
        // The installer's medium is out of the drive.
        Assert.DoesNotContain(iso, await _virsh.RunAsync("domblklist", "web2", "--inactive"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installer_from_a_location_runs_first_and_its_reboot_starts_the_machine_from_its_disk()
    {
        // Where it puts what it takes out of the medium, for the daemon of the same host.
        Directory.CreateDirectory("/var/lib/libvirt/boot");
        var guest = await TinyGuest.GetAsync(Ct);
        var tree = Directory.CreateDirectory(Path.Combine(_host.Pando.Root, "tree")).FullName;
        File.Copy(guest.Kernel, Path.Combine(tree, "vmlinuz"));
        File.Copy(guest.Initrd, Path.Combine(tree, "initrd.gz"));
        var iso = Path.Combine(_host.Pando.Root, "installer.iso");
        await HostCommand.RunAsync("genisoimage", "-quiet", "-R", "-o", iso, tree);
        using var installing = Start(
        [
            "web4", "--location", $"{iso},kernel=vmlinuz,initrd=initrd.gz", "--extra-args", $"{TinyGuest.KernelArguments} answer=42",
            "--disk", "size=1,bus=virtio", "--network", "none", "--wait", "5",
        ]);
        var said = Task.WhenAll(installing.StandardOutput.ReadToEndAsync(Ct), installing.StandardError.ReadToEndAsync(Ct));
        await Waiting.UntilAsync(() => _virsh.TryAsync("domstate", "web4"), answer => answer.Output == "running" || installing.HasExited);
        Assert.False(installing.HasExited, installing.HasExited ? string.Join('\n', await said) : string.Empty);
        using (var console = await GuestConsole.OpenAsync(_host.Pando.Client, "web4"))
        {
            await console.UntilAsync(TinyGuest.Ready);
            await console.TypeAsync("echo told: $(cat /proc/cmdline)\n");
            await console.UntilAsync("answer=42");
            await console.TypeAsync("reboot -f\n");
        }
        await installing.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
        Assert.True(installing.ExitCode == 0, string.Join('\n', await said));
        Assert.Equal("running", await _virsh.RunAsync("domstate", "web4"));
        var xml = await _virsh.RunAsync("dumpxml", "web4");
        Assert.DoesNotContain("<kernel>", xml, StringComparison.Ordinal);
        Assert.Contains("<on_reboot>restart</on_reboot>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_on_a_bridge_of_the_host_and_on_the_default_network_boots()
    {
        await StartNetworkAsync("default");
        await _host.InsideAsync("ip", "link", "add", "br0", "type", "bridge");
        await _host.InsideAsync("ip", "link", "set", "br0", "up");
        var guest = await TinyGuest.GetAsync(Ct);
        await InstallAsync(
            "web5", "--import", "--disk", "none", "--network", "bridge=br0,model=virtio", "--network", "network=default,model=virtio",
            "--boot", $"kernel={guest.Kernel},initrd={guest.Initrd},kernel_args=\"{TinyGuest.KernelArguments}\"");
        using var console = await GuestConsole.OpenAsync(_host.Pando.Client, "web5");
        await console.UntilAsync(TinyGuest.Ready);
        var cards = await _virsh.RunAsync("domiflist", "web5");
        Assert.Matches(@"bridge\s+br0\s+virtio", cards);
        Assert.Matches(@"network\s+default\s+virtio", cards);
        Assert.Matches(@"vnet\d+", await _host.InsideAsync("ip", "-o", "link", "show", "master", "br0"));
        await console.TypeAsync("ls /sys/class/net; echo shown\"\"now\n");
        Assert.Contains("eth1", await console.UntilAsync("shownnow"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_definition_is_printed()
    {
        var xml = await InstallAsync("web3", "--import", "--disk", "none", "--network", "none", "--print-xml");
        Assert.Contains("<name>web3</name>", xml, StringComparison.Ordinal);
        Assert.Contains("machine=\"q35\"", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("web3", await _virsh.RunAsync("list", "--all"), StringComparison.Ordinal);
    }

    private async Task StartNetworkAsync(string name)
    {
        var network = Path.Combine(_host.Pando.Root, $"{name}.xml");
        await File.WriteAllTextAsync(network, Network.Replace("{name}", name, StringComparison.Ordinal), Ct);
        await _virsh.RunAsync("net-define", network);
        await _virsh.RunAsync("net-start", name);
    }

    private async Task<string> InstallAsync(params string[] arguments)
    {
        using var install = Start(arguments);
        var (output, errors) = (install.StandardOutput.ReadToEndAsync(Ct), install.StandardError.ReadToEndAsync(Ct));
        await install.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
        Assert.True(install.ExitCode == 0, $"{await output}\n{await errors}");
        return await output;
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("virt-install") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["LC_ALL"] = "C";
        start.Environment["HOME"] = _host.Pando.Root;
        foreach (var argument in (string[])
            ["--connect", _virsh.Uri, "--name", .. arguments, "--memory", "256", "--vcpus", "1", "--graphics", "vnc", "--noautoconsole", "--osinfo", "detect=off,require=off"])
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }
}
