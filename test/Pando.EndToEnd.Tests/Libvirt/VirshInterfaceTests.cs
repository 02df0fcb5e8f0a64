using Pando.EndToEnd.Tests.Networks;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>The host's own network by Debian's virsh: shown as libvirt shows it, changed in a transaction that has to be committed.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshInterfaceTests : IAsyncLifetime
{
    private NetworkedInstance _host = null!;
    private Virsh _virsh = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await NetworkedInstance.StartAsync();
        _virsh = new Virsh(_host.Pando.Root);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_bridge_is_made_over_the_way_out_in_a_transaction_and_removed_in_another()
    {
        var mac = (await _host.InsideAsync("ip", "-o", "link", "show", "up0")).Split("link/ether ")[1].Split(' ')[0];
        Assert.Matches($@"up0\s+active\s+{mac}", await _virsh.RunAsync("iface-list", "--all"));
        Assert.Equal("up0", await _virsh.RunAsync("iface-name", mac));
        Assert.Equal(mac, await _virsh.RunAsync("iface-mac", "up0"));
        var card = await _virsh.RunAsync("iface-dumpxml", "up0");
        Assert.Contains($"<mac address='{mac}'/>", card, StringComparison.Ordinal);
        Assert.Contains($"<ip address='{NetworkedInstance.HostOutside}' prefix='24'/>", card, StringComparison.Ordinal);

        // Without a transaction nobody could confirm it in time.
        var alone = await _virsh.TryAsync("iface-bridge", "up0", "br0", "--no-stp");
        Assert.Equal(1, alone.Status);
        Assert.Contains("iface-begin", alone.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("br0", await _virsh.RunAsync("iface-list", "--all"), StringComparison.Ordinal);

        await _virsh.RunAsync("iface-begin");
        Assert.Contains("already a change", (await _virsh.TryAsync("iface-begin")).Errors, StringComparison.Ordinal);
        await _virsh.RunAsync("iface-bridge", "up0", "br0", "--no-stp");
        await ReachesTheWorldAsync();
        await _virsh.RunAsync("iface-rollback");
        Assert.DoesNotContain("br0", await _host.InsideAsync("ip", "link"), StringComparison.Ordinal);

        await _virsh.RunAsync("iface-begin");
        await _virsh.RunAsync("iface-bridge", "up0", "br0", "--no-stp");
        await _virsh.RunAsync("iface-commit");
        await ReachesTheWorldAsync();
        var bridge = await _virsh.RunAsync("iface-dumpxml", "br0");
        Assert.Contains("<bridge stp='off'", bridge, StringComparison.Ordinal);
        Assert.Contains("<interface type='ethernet' name='up0'>", bridge, StringComparison.Ordinal);
        Assert.Contains($"<ip address='{NetworkedInstance.HostOutside}' prefix='24'/>", bridge, StringComparison.Ordinal);
        // A port is told with its bridge.
        Assert.DoesNotContain("up0", await _virsh.RunAsync("iface-list", "--all"), StringComparison.Ordinal);
        Assert.Contains("no change", (await _virsh.TryAsync("iface-commit")).Errors, StringComparison.Ordinal);

        await _virsh.RunAsync("iface-begin");
        await _virsh.RunAsync("iface-undefine", "br0");
        await _virsh.RunAsync("iface-commit");
        Assert.DoesNotContain("br0", await _host.InsideAsync("ip", "link"), StringComparison.Ordinal);
        await ReachesTheWorldAsync();
    }

    [Fact]
    public async Task What_libvirt_would_refuse_is_refused_in_its_words()
    {
        Assert.Contains("Interface not found: couldn't find interface named 'nosuch'", (await _virsh.TryAsync("iface-dumpxml", "nosuch")).Errors, StringComparison.Ordinal);
        Assert.Contains(
            "Interface not found: couldn't find interface with MAC address '52:54:00:00:00:99'", (await _virsh.TryAsync("iface-name", "52:54:00:00:00:99")).Errors, StringComparison.Ordinal);
        Assert.Contains("this function is not supported by the connection driver: virInterfaceDestroy", (await _virsh.TryAsync("iface-destroy", "up0")).Errors, StringComparison.Ordinal);
        await _host.InsideAsync("ip", "link", "set", "up0", "down");
        Assert.Matches(@"up0\s+inactive", await _virsh.RunAsync("iface-list", "--inactive"));
        await _virsh.RunAsync("iface-start", "up0");
        await ReachesTheWorldAsync();

        await _virsh.RunAsync("iface-begin");
        var file = Path.Combine(_host.Pando.Root, "iface.xml");
        await File.WriteAllTextAsync(
            file, "<interface type='bridge' name='br0'><protocol family='ipv4'><ip address='192.0.2.1' prefix='24'/></protocol><bridge><interface type='ethernet' name='up0'/></bridge></interface>", Ct);
        Assert.Contains("unsupported configuration: the address 192.0.2.1/24", (await _virsh.TryAsync("iface-define", file)).Errors, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "<interface type='bridge' name='br0'><bridge><interface type='ethernet' name='nosuch'/></bridge></interface>", Ct);
        Assert.Contains("nosuch", (await _virsh.TryAsync("iface-define", file)).Errors, StringComparison.Ordinal);
        // Nothing was changed in it: it ends as well as one that was.
        await _virsh.RunAsync("iface-commit");
    }

    private async Task ReachesTheWorldAsync() =>
        Assert.Equal($"seen as {NetworkedInstance.HostOutside}", (await _host.CallFromInsideAsync(NetworkedInstance.Server, NetworkedInstance.Port)).Trim());
}
