namespace Pando.EndToEnd.Tests.Hardware;

/// <summary>A bond and a VLAN of the host's own network by Debian's virsh, in transactions, on a kernel that has them.</summary>
[Collection(OnKvmHost.Name)]
[Trait("Speed", "Slow")]
public sealed class VirshStackedInterfaceTests(KvmHost host) : IDisposable
{
    private const string Bond =
        """
        <interface type='bond' name='duo'><start mode='onboot'/><bond mode='active-backup'><miimon freq='50' carrier='netif'/>
          <interface type='ethernet' name='spare0'/><interface type='ethernet' name='spare1'/></bond></interface>
        """;

    private const string Vlan = "<interface type='vlan' name='duo.30'><vlan tag='30'><interface name='duo'/></vlan></interface>";

    private readonly string _folder = Directory.CreateTempSubdirectory("pando-interfaces-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_bond_and_a_VLAN_are_defined_rolled_back_committed_shown_and_removed()
    {
        Assert.Equal("0", await host.Shell.AskAsync(
            "ip link add spare0 type dummy; ip link add spare1 type dummy; ip link set spare0 up; ip link set spare1 up; ip address add 192.0.2.20/24 dev spare0; echo $?"));

        Assert.Contains("iface-begin", (await host.Virsh.TryAsync("iface-define", await FileAsync(Bond))).Errors, StringComparison.Ordinal);
        await DefineAsync(Bond);
        Assert.Equal("192.0.2.20/24 duo", await PlaceAsync());
        await host.Virsh.RunAsync("iface-rollback");
        Assert.Equal("192.0.2.20/24 spare0", await PlaceAsync());
        Assert.DoesNotContain("duo", await host.Virsh.RunAsync("iface-list", "--all"), StringComparison.Ordinal);

        await AssertTakenBackAfterKillAsync();

        await DefineAsync(Bond);
        await host.Virsh.RunAsync("iface-commit");
        Assert.Equal("active-backup 1 50 spare0 spare1", await host.Shell.AskAsync("cd /sys/class/net/duo/bonding; echo $(cat mode miimon slaves); cd /"));
        Assert.Equal("192.0.2.20/24 duo", await PlaceAsync());
        await DefineAsync(Vlan);
        await host.Virsh.RunAsync("iface-commit");
        Assert.Equal("duo.30 | 30 | duo", await host.Shell.AskAsync("echo $(grep duo.30 /proc/net/vlan/config)"));

        // The bond looks for the carriers of its cards by itself, and it may take a moment until it has one.
        await Waiting.UntilAsync(async () => await host.Virsh.RunAsync("iface-list"), static listed => listed.Contains("duo ", StringComparison.Ordinal) && listed.Contains("duo.30 ", StringComparison.Ordinal));
        var bond = await host.Virsh.RunAsync("iface-dumpxml", "duo");
        Assert.Contains("<bond mode='active-backup'>", bond, StringComparison.Ordinal);
        Assert.Contains("<miimon freq='50' carrier='netif'/>", bond, StringComparison.Ordinal);
        Assert.Contains("<interface type='ethernet' name='spare0'>", bond, StringComparison.Ordinal);
        Assert.Contains("<interface type='ethernet' name='spare1'>", bond, StringComparison.Ordinal);
        Assert.Contains("<ip address='192.0.2.20' prefix='24'/>", bond, StringComparison.Ordinal);
        var vlan = await host.Virsh.RunAsync("iface-dumpxml", "duo.30");
        Assert.Contains("<vlan tag='30'>", vlan, StringComparison.Ordinal);
        Assert.Contains("<interface name='duo'/>", vlan, StringComparison.Ordinal);

        foreach (var name in (string[])["duo.30", "duo"])
        {
            await host.Virsh.RunAsync("iface-begin");
            await host.Virsh.RunAsync("iface-undefine", name);
            await host.Virsh.RunAsync("iface-commit");
            Assert.DoesNotContain($"{name} ", await host.Virsh.RunAsync("iface-list", "--all"), StringComparison.Ordinal);
        }
        Assert.Equal("192.0.2.20/24 spare0", await PlaceAsync());
        Assert.Equal("0", await host.Shell.AskAsync("ip link del spare0; ip link del spare1; echo $?"));
    }

    // A transaction whose daemon dies is committed by nobody: the next one takes it back when its time is over.
    private async Task AssertTakenBackAfterKillAsync()
    {
        await DefineAsync(Bond);
        await host.KillDaemonAsync();
        Assert.Equal("192.0.2.20/24 duo", await PlaceAsync());
        await host.StartDaemonAsync();
        await Waiting.UntilAsync(async () => await host.Client.GetHostNetworkAsync(Ct), static network => network.Pending is null && network.Devices.All(static device => device.Name != "duo"));
        Assert.Contains(await host.Client.ListJobsAsync(cancellationToken: Ct), static job => job is { Kind: "host-network.change", Failure.Code: "hostnet.not-confirmed" });
        Assert.Equal("192.0.2.20/24 spare0", await PlaceAsync());
        Assert.DoesNotContain("duo", await host.Virsh.RunAsync("iface-list", "--all"), StringComparison.Ordinal);
        Assert.Contains("no change", (await host.Virsh.TryAsync("iface-commit")).Errors, StringComparison.Ordinal);
    }

    private async Task DefineAsync(string xml)
    {
        await host.Virsh.RunAsync("iface-begin");
        await host.Virsh.RunAsync("iface-define", await FileAsync(xml));
    }

    private async Task<string> FileAsync(string xml)
    {
        var file = Path.Combine(_folder, "interface.xml");
        await File.WriteAllTextAsync(file, xml, Ct);
        return file;
    }

    private Task<string> PlaceAsync() => host.Shell.AskAsync("ip -o -4 address show to 192.0.2.20 | awk '{ print $4, $2 }'");
}
