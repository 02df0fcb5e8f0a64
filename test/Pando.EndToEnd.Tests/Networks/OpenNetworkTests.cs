using System.Text;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>A network that leaves it to others who comes in and goes out (<c>forward mode='open'</c>), and one that guests boot from; real guests of both.</summary>
[Trait("Speed", "Slow")]
public sealed class OpenNetworkTests : IAsyncLifetime
{
    private NetworkedInstance _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await NetworkedInstance.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Guests_of_an_open_network_are_let_out_and_in_by_the_host_alone()
    {
        await StartAsync("<network><name>open</name><forward mode='open'/><bridge name='virbr5' stp='off'/><ip address='10.80.0.1' prefix='24'><dhcp><range start='10.80.0.10' end='10.80.0.20'/></dhcp></ip></network>", "open");
        var guest = await TinyGuest.GetAsync(Ct);
        using var console = await GuestConsole.BootAsync(_host.Pando.Client, "ten", Machines.Tiny("ten", guest, Card("open")));
        await console.TypeAsync("ip link set eth0 up; udhcpc -i eth0 -n -q -t 30 -s /usr/share/udhcpc/default.script >/dev/null && echo lea\"\"sed\n");
        await console.UntilAsync("leased");
        var address = (await console.AskAsync("ip -o -4 address show eth0 | awk '{print $4}'")).Split('/')[0];
        Assert.StartsWith("10.80.0.", address, StringComparison.Ordinal);
        // No rule of ours is there, and the host is not told to forward.
        Assert.DoesNotContain("pando", await _host.InsideAsync("nft", "list", "ruleset"), StringComparison.Ordinal);
        await _host.OutsideAsync("ip", "route", "add", "10.80.0.0/24", "via", NetworkedInstance.HostOutside);
        await _host.InsideAsync("sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_forward");
        Assert.DoesNotContain("seen as", await console.AskAsync($"nc -w 3 {NetworkedInstance.Server} {NetworkedInstance.Port} 2>&1"), StringComparison.Ordinal);
        Assert.Equal("forwarding.off", (await _host.Pando.Client.TraceAsync("ten", NetworkedInstance.Server, cancellationToken: Ct))[^1].Finding);

        // The host forwards: it gets out as who it is, and is reached from outside.
        await _host.InsideAsync("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        Assert.Equal($"seen as {address}", await console.AskAsync($"nc -w 30 {NetworkedInstance.Server} {NetworkedInstance.Port}"));
        await console.TypeAsync("while true; do echo from the guest | nc -l -p 80; done >/dev/null 2>&1 &\n");
        Assert.Contains("from the guest", await _host.CallFromOutsideAsync(address, 80), StringComparison.Ordinal);
        var hops = await _host.Pando.Client.TraceAsync("ten", NetworkedInstance.Server, cancellationToken: Ct);
        Assert.Equal(["verdict.free", "nat.none"], hops.Where(static hop => hop.Hop is "verdict" or "nat").Select(static hop => hop.Finding));

        // Somebody's rule stops it, and it is named by its words and what it has counted of the real guest.
        await _host.InsideAsync("nft", "add table ip others; add chain ip others forward { type filter hook forward priority 0; }; add rule ip others forward ip saddr 10.80.0.0/24 tcp dport 7000 counter drop");
        Assert.DoesNotContain("seen as", await console.AskAsync($"nc -w 3 {NetworkedInstance.Server} {NetworkedInstance.Port} 2>&1"), StringComparison.Ordinal);
        var verdict = (await _host.Pando.Client.TraceAsync("ten", NetworkedInstance.Server, cancellationToken: Ct)).Single(static hop => hop.Hop == "verdict");
        Assert.Equal("verdict.possible", verdict.Finding);
        Assert.Contains("tcp dport 7000", verdict.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("packets 0 ", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_without_a_disk_boots_what_its_network_offers()
    {
        var guest = await TinyGuest.GetAsync(Ct);
        // dnsmasq is nobody in particular: it reads what all may read.
        var root = Directory.CreateTempSubdirectory("pando-tftp-").FullName;
        File.SetUnixFileMode(root, (UnixFileMode)0x1ed);
        File.Copy(guest.Kernel, Path.Combine(root, "kernel"));
        File.Copy(guest.Initrd, Path.Combine(root, "initrd"));
        await File.WriteAllTextAsync(Path.Combine(root, "boot.ipxe"), $"#!ipxe\nkernel kernel {TinyGuest.KernelArguments} initrd=initrd booted-from-network\ninitrd initrd\nboot\n", Ct);
        foreach (var file in Directory.EnumerateFiles(root))
        {
            File.SetUnixFileMode(file, (UnixFileMode)0x1a4);
        }
        try
        {
            await StartAsync(
                $"<network><name>lab</name><bridge name='virbr6' stp='off'/><ip address='10.81.0.1' prefix='24'><tftp root='{root}'/><dhcp><range start='10.81.0.10' end='10.81.0.20'/><bootp file='boot.ipxe'/></dhcp></ip></network>", "lab");
            var definition = Encoding.UTF8.GetString(Machines.Empty("diskless", Card("lab"), "<boot dev='network'/>")).Replace("<memory unit='MiB'>64<", "<memory unit='MiB'>384<", StringComparison.Ordinal);
            using var console = await GuestConsole.BootAsync(_host.Pando.Client, "diskless", Encoding.UTF8.GetBytes(definition), TimeSpan.FromMinutes(5));
            Assert.Equal("1", await console.AskAsync("grep -c booted-from-network /proc/cmdline"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static string Card(string network) => $"<interface type='network'><mac address='52:54:00:00:00:10'/><source network='{network}'/><model type='virtio'/></interface>";

    private async Task StartAsync(string xml, string name)
    {
        await _host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(xml), Ct);
        await _host.Pando.Client.StartNetworkAsync(name, Ct);
    }
}
