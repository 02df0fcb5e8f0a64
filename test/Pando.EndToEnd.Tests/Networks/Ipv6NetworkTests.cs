using System.Text;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>Real guests on networks with IPv6: addresses by DHCPv6, or out of the prefix that is announced, and the way to each other.</summary>
[Trait("Speed", "Slow")]
public sealed class Ipv6NetworkTests : IAsyncLifetime
{
    private const string Client = "/usr/sbin/dhclient";

    // What dhclient-script(8) is told, and does of it here.
    private const string Script = """
        #!/bin/sh
        case "$reason" in
          PREINIT6) ip link set "$interface" up ;;
          BOUND6) ip -6 address add "$new_ip6_address/$new_ip6_prefixlen" dev "$interface" ;;
        esac
        """;

    private NetworkedInstance _host = null!;
    private TinyGuestFiles _guest = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await NetworkedInstance.StartAsync();
        var script = Path.Combine(_host.Pando.Root, "dhclient-script");
        await File.WriteAllTextAsync(script, Script, Ct);
        _guest = await TinyGuest.BuildAsync(
            ["virtio_pci", "virtio_net"], [.. await DotnetInGuest.NativeAsync(Client), new GuestFile("bin/dhclient-script", script, Executable: true)], init: null,
            Path.Combine(_host.Pando.Root, "guest.cpio"), Ct);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_guest_is_given_an_address_by_the_server_and_one_makes_its_own_of_the_prefix()
    {
        await StartNetworkAsync("lent", "<forward mode='route'/>", "<ip family='ipv6' address='fd66::1' prefix='64'><dhcp><range start='fd66::100' end='fd66::1ff'/></dhcp></ip>");
        await StartNetworkAsync("announced", string.Empty, "<ip family='ipv6' address='fd67::1' prefix='64'/>");

        using var one = await GuestAsync("one", "lent", "52:54:00:00:00:61");
        using var two = await GuestAsync("two", "lent", "52:54:00:00:00:62");
        var (first, second) = (await LeaseAsync(one), await LeaseAsync(two));
        Assert.NotEqual(first, second);
        await one.WaitsAsync("ping -6 -c 1 -W 2 fd66::1 >/dev/null", "echo host", "host");
        await one.WaitsAsync($"ping -6 -c 1 -W 2 {second} >/dev/null", "echo guest", "guest");
        Assert.Contains(await AddressesAsync("one"), address => address == first);
        Assert.Contains(first, (await _host.Pando.CliAsync("domifaddr", "one", "--source", "lease")).Output, StringComparison.Ordinal);

        // Out of the prefix and its card's address (RFC 4862), without a server.
        using var three = await GuestAsync("three", "announced", "52:54:00:00:00:63");
        await three.AskAsync("ip link set eth0 up");
        await three.WaitsAsync("ping -6 -c 1 -W 2 -I fd67::5054:ff:fe00:63 fd67::1 >/dev/null 2>&1", "echo announced", "announced");
        Assert.Contains(await AddressesAsync("three"), static address => address == "fd67::5054:ff:fe00:63");
        // Nobody forwards for it: another network is none of its business.
        Assert.Equal("1", await three.AskAsync($"ping -6 -c 1 -W 2 {first} >/dev/null 2>&1; echo $?"));
    }

    private async Task<IReadOnlyList<string>> AddressesAsync(string machine) =>
        [.. (await _host.Pando.Client.ListMachineAddressesAsync(machine, cancellationToken: Ct)).SelectMany(static card => card.Addresses).Select(static address => address.Address)];

    private static async Task<string> LeaseAsync(GuestConsole guest)
    {
        await guest.AskAsync("mkdir -p /var/lib/dhcp /var/run /run; ip link set eth0 up");
        await guest.WaitsAsync($"{Client} -6 -1 -q -sf /bin/dhclient-script -lf /run/leases -pf /run/client eth0 2>/dev/null", "echo leased", "leased");
        return await guest.AskAsync("ip -6 -o address show dev eth0 | sed -n 's/.*inet6 \\(fd66::1[0-9a-f]*\\).*/\\1/p'");
    }

    private async Task StartNetworkAsync(string name, string forward, string address)
    {
        var bridge = $"virbr-{name[..4]}";
        await _host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes($"<network><name>{name}</name>{forward}<bridge name='{bridge}' stp='off'/>{address}</network>"), Ct);
        await _host.Pando.Client.StartNetworkAsync(name, Ct);
    }

    private async Task<GuestConsole> GuestAsync(string name, string network, string mac)
    {
        var card = $"<interface type='network'><mac address='{mac}'/><source network='{network}'/><model type='virtio'/></interface>";
        return await GuestConsole.BootAsync(_host.Pando.Client, name, Machines.Tiny(name, _guest, card));
    }
}
