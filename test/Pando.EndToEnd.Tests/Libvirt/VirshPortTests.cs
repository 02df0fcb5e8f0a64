using System.Diagnostics;
using Pando.EndToEnd.Tests.Networks;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>A guest's place on a network by Debian's virsh: its port, its addresses, its speed, the filter before it, and what happens to the network.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshPortTests : IAsyncLifetime
{
    private const string Network = """
        <network><name>lab</name><uuid>3d2f0000-0000-4000-8000-000000000001</uuid><bridge name='virbr1' stp='off'/>
          <bandwidth><inbound average='4000'/></bandwidth>
          <ip address='10.66.0.1' prefix='24'><dhcp><range start='10.66.0.10' end='10.66.0.20'/></dhcp></ip></network>
        """;

    private const string Mac = "52:54:00:00:00:07";

    private const string Card = $"<interface type='network'><mac address='{Mac}'/><source network='lab'/><model type='virtio'/><filterref filter='no-mac-spoofing'/></interface>";

    private const string Binding =
        """
        <filterbinding><owner><name>other</name></owner><portdev name='tap9'/><mac address='52:54:00:00:00:09'/><filterref filter='no-mac-spoofing'/></filterbinding>
        """;

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
    public async Task A_guests_port_is_shown_with_its_addresses_and_made_slower()
    {
        await _virsh.RunAsync("net-define", await FileAsync("lab.xml", Network));
        Assert.Contains("network 'lab' is not active", (await _virsh.TryAsync("net-port-list", "lab")).Errors, StringComparison.Ordinal);
        await _virsh.RunAsync("net-start", "lab");
        using var console = await GuestConsole.BootAsync(_host.Pando.Client, "seven", Machines.Tiny("seven", await TinyGuest.GetAsync(Ct)));
        await _virsh.RunAsync("attach-device", "seven", await FileAsync("card.xml", Card), "--live");
        Assert.Contains("no hostname found for domain seven", (await _virsh.TryAsync("domhostname", "seven", "--source", "lease")).Errors, StringComparison.Ordinal);
        await console.TypeAsync("until ip link set eth0 up 2>/dev/null; do sleep 0.1; done; udhcpc -i eth0 -x hostname:inside -n -q -t 30 -s /usr/share/udhcpc/default.script >/dev/null && echo lea\"\"sed\n");
        await console.UntilAsync("leased");
        Assert.Equal("inside", await _virsh.RunAsync("domhostname", "seven", "--source", "lease"));

        Assert.Matches($@"vnet0\s+{Mac}\s+ipv4\s+10\.66\.0\.1\d/24", await _virsh.RunAsync("domifaddr", "seven"));
        await console.TypeAsync("ping -c 1 10.66.0.1 && echo pin\"\"ged\n");
        await console.UntilAsync("pinged");
        Assert.Matches($@"vnet0\s+{Mac}\s+ipv4\s+10\.66\.0\.1\d/0", await _virsh.RunAsync("domifaddr", "seven", "--source", "arp"));
        Assert.Contains("agent", (await _virsh.TryAsync("domifaddr", "seven", "--source", "agent")).Errors, StringComparison.OrdinalIgnoreCase);
        var reader = new Virsh(_host.Pando.Root, readOnly: true);
        Assert.Matches("10\\.66", await reader.RunAsync("domifaddr", "seven"));
        Assert.Contains("read only", (await reader.TryAsync("domifaddr", "seven", "--source", "agent")).Errors, StringComparison.Ordinal);

        var port = (await _virsh.RunAsync("net-port-list", "lab")).Split('\n')[^1].Trim();
        var xml = await _virsh.RunAsync("net-port-dumpxml", "lab", port);
        Assert.Contains($"<uuid>{port}</uuid>", xml, StringComparison.Ordinal);
        Assert.Contains("<name>seven</name>", xml, StringComparison.Ordinal);
        Assert.Contains($"<mac address='{Mac}'/>", xml, StringComparison.Ordinal);
        Assert.Contains("<plug type='network' bridge='virbr1'/>", xml, StringComparison.Ordinal);
        // virsh 9 forgets why, and that it failed.
        Assert.Contains("Failed to delete network port", (await _virsh.TryAsync("net-port-delete", "lab", port)).Errors, StringComparison.Ordinal);
        Assert.Contains(port, await _virsh.RunAsync("net-port-list", "lab"), StringComparison.Ordinal);

        Assert.Matches(@"inbound\.average: 0\s", await _virsh.RunAsync("domiftune", "seven", "vnet0"));
        await _virsh.RunAsync("domiftune", "seven", "vnet0", "--inbound", "100,200,300,50", "--outbound", "70", "--live");
        var tuned = await _virsh.RunAsync("domiftune", "seven", Mac, "--live");
        Assert.Matches(@"inbound\.average: 100\s+inbound\.peak\s+: 200\s+inbound\.burst\s+: 300\s+inbound\.floor\s+: 50\s+outbound\.average: 70\s", tuned);
        Assert.Contains("rate 819200bit", await RateAsync("vnet0"), StringComparison.Ordinal);
        Assert.Contains("<inbound average='100' peak='200' floor='50' burst='300'/>", await _virsh.RunAsync("net-port-dumpxml", "lab", port), StringComparison.Ordinal);
        await _virsh.RunAsync("domiftune", "seven", "vnet0", "--inbound", "0", "--live");
        Assert.Matches(@"inbound\.average: 0\s(?s:.*)outbound\.average: 70\s", await _virsh.RunAsync("domiftune", "seven", "vnet0"));
        Assert.Contains("invalid argument: 'nosuch' is not a known interface", (await _virsh.TryAsync("domiftune", "seven", "nosuch")).Errors, StringComparison.Ordinal);

        Assert.Matches(@"vnet0\s+no-mac-spoofing", await _virsh.RunAsync("nwfilter-binding-list"));
    }

    [Fact]
    public async Task A_device_of_the_hosts_is_put_behind_a_filter_and_taken_out()
    {
        Assert.Contains(
            "Network filter binding not found: no nwfilter binding for port dev 'tap9'", (await _virsh.TryAsync("nwfilter-binding-dumpxml", "tap9")).Errors, StringComparison.Ordinal);
        await _host.InsideAsync("ip", "tuntap", "add", "dev", "tap9", "mode", "tap");
        await _virsh.RunAsync("nwfilter-binding-create", await FileAsync("binding.xml", Binding));
        Assert.Contains("tap9", await _host.InsideAsync("nft", "list", "table", "bridge", "pando"), StringComparison.Ordinal);
        Assert.Matches(@"tap9\s+no-mac-spoofing", await _virsh.RunAsync("nwfilter-binding-list"));
        Assert.Contains("<portdev name='tap9'/>", await _virsh.RunAsync("nwfilter-binding-dumpxml", "tap9"), StringComparison.Ordinal);
        Assert.Equal(1, (await _virsh.TryAsync("nwfilter-binding-create", await FileAsync("binding.xml", Binding))).Status);
        await _virsh.RunAsync("nwfilter-binding-delete", "tap9");
        Assert.DoesNotContain("tap9", await _host.InsideAsync("nft", "list", "ruleset"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_listens_hears_of_networks_and_secrets()
    {
        var file = await FileAsync("lab.xml", Network);
        using (var listening = _virsh.Start("net-event", "--event", "lifecycle", "--loop"))
        {
            var other = await FileAsync("other.xml", "<network><name>other</name><bridge name='virbr9'/></network>");
            var next = await ListensAsync(listening, async () =>
            {
                await _virsh.RunAsync("net-define", other);
                await _virsh.RunAsync("net-undefine", "other");
            });
            await _virsh.RunAsync("net-define", file);
            await _virsh.RunAsync("net-start", "lab");
            await _virsh.RunAsync("net-update", "lab", "add", "ip-dhcp-host", "<host mac='52:54:00:00:00:08' ip='10.66.0.78'/>", "--live");
            await _virsh.RunAsync("net-destroy", "lab");
            await _virsh.RunAsync("net-undefine", "lab");
            Assert.Equal(["Defined", "Started", "Stopped", "Undefined"], await WordsAsync(next, "network lab: ", 4));
            listening.Kill();
        }
        using (var listening = _virsh.Start("secret-event", "--event", "lifecycle", "--loop"))
        {
            const string id = "3d2f0000-0000-4000-8000-000000000002";
            var other = await SecretAsync("3d2f0000-0000-4000-8000-000000000003");
            var secret = await SecretAsync(id);
            var next = await ListensAsync(listening, async () =>
            {
                await _virsh.RunAsync("secret-define", other);
                await _virsh.RunAsync("secret-undefine", "3d2f0000-0000-4000-8000-000000000003");
            });
            await _virsh.RunAsync("secret-define", secret);
            await _virsh.RunAsync("secret-undefine", id);
            Assert.Equal(["Defined", "Undefined"], await WordsAsync(next, $"secret {id}: ", 2));
            listening.Kill();
        }
    }

    private Task<string> SecretAsync(string id) => FileAsync(id, $"<secret><uuid>{id}</uuid><usage type='ceph'><name>{id}</name></usage></secret>");

    /// <summary>virsh does not say when it listens: the first event that it hears of several shows that it does.</summary>
    private static async Task<Func<Task<string>>> ListensAsync(Process listening, Func<Task> happens)
    {
        async Task<string> NextAsync() => await listening.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Instance.Limit, Ct) ?? throw new EndOfStreamException();
        var first = NextAsync();
        while (!first.IsCompleted)
        {
            await happens();
            await Task.WhenAny(first, Task.Delay(200, Ct));
        }
        await first;
        return NextAsync;
    }

    private static async Task<List<string>> WordsAsync(Func<Task<string>> next, string before, int count)
    {
        var words = new List<string>();
        while (words.Count < count)
        {
            if (await next() is var line && line.Contains(before, StringComparison.Ordinal))
            {
                words.Add(line[(line.IndexOf(before, StringComparison.Ordinal) + before.Length)..]);
            }
        }
        return words;
    }

    private async Task<string> RateAsync(string device) => await _host.InsideAsync("tc", "-d", "class", "show", "dev", device);

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_host.Pando.Root, name);
        await File.WriteAllTextAsync(path, text, Ct);
        return path;
    }
}
