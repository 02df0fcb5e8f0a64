using Pando.EndToEnd.Tests.Networks;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>Networks, and cards on them, by Debian's virsh; a guest gets its address.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshNetworkTests : IAsyncLifetime
{
    private const string Network = """
        <network><name>lab</name><bridge name='virbr1' stp='off'/>
          <ip address='10.66.0.1' prefix='24'><dhcp><range start='10.66.0.10' end='10.66.0.20'/></dhcp></ip></network>
        """;

    private const string Card = "<interface type='network'><mac address='52:54:00:00:00:07'/><source network='lab'/><model type='virtio'/></interface>";

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
    public async Task A_card_is_plugged_on_a_network_and_gets_its_address()
    {
        Assert.Contains("Network lab defined", await _virsh.RunAsync("net-define", await FileAsync("lab.xml", Network)), StringComparison.Ordinal);
        Assert.Matches(@"lab\s+inactive\s+no\s+yes", await _virsh.RunAsync("net-list", "--all"));
        await _virsh.RunAsync("net-start", "lab");
        Assert.Matches(@"(?s)Active:\s+yes.*Bridge:\s+virbr1", await _virsh.RunAsync("net-info", "lab"));
        await _virsh.RunAsync("net-update", "lab", "add", "ip-dhcp-host", "<host mac='52:54:00:00:00:07' name='seven' ip='10.66.0.77'/>", "--live", "--config");
        Assert.Contains("10.66.0.77", await _virsh.RunAsync("net-dumpxml", "lab", "--inactive"), StringComparison.Ordinal);

        using var console = await GuestConsole.BootAsync(_host.Pando.Client, "seven", Machines.Tiny("seven", await TinyGuest.GetAsync(Ct)));
        await _virsh.RunAsync("attach-device", "seven", await FileAsync("card.xml", Card), "--live");
        Assert.Matches(@"vnet0\s+network\s+lab\s+virtio\s+52:54:00:00:00:07", await _virsh.RunAsync("domiflist", "seven"));
        await console.TypeAsync("until ip link set eth0 up 2>/dev/null; do sleep 0.1; done; udhcpc -i eth0 -n -q -t 30 -s /usr/share/udhcpc/default.script >/dev/null && echo lea\"\"sed\n");
        await console.UntilAsync("leased");
        Assert.Matches(@"52:54:00:00:00:07\s+ipv4\s+10\.66\.0\.77/24\s+seven", await _virsh.RunAsync("net-dhcp-leases", "lab"));

        await _virsh.RunAsync("detach-device", "seven", await FileAsync("card.xml", Card), "--live");
        Assert.DoesNotContain("vnet0", await _virsh.RunAsync("domiflist", "seven"), StringComparison.Ordinal);
        await _virsh.RunAsync("net-destroy", "lab");
        await _virsh.RunAsync("net-undefine", "lab");
        var (status, _, errors) = await _virsh.TryAsync("net-info", "lab");
        Assert.Equal(1, status);
        Assert.Contains("Network not found: no network with matching name 'lab'", errors, StringComparison.Ordinal);
    }

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_host.Pando.Root, name);
        await File.WriteAllTextAsync(path, text, Ct);
        return path;
    }
}
