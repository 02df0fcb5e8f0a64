using System.Globalization;
using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Filters;

namespace Pando.Networks.Tests.Filters;

/// <summary>What $IP is where nobody says it.</summary>
public sealed class LentAddressesTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_000_000);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pando-addresses-");
    private readonly NetworkView _served = KnownNetworks.Active(
        "<network><name>lab</name><bridge name='virbr1'/><ip address='10.66.0.1' prefix='24'><dhcp><range start='10.66.0.10' end='10.66.0.20'/>"
        + "<host mac='52:54:00:00:00:01' ip='10.66.0.77'/></dhcp></ip></network>");

    [Fact]
    public void Who_has_an_address_of_its_own_has_that_whatever_was_lent() => Assert.Equal("10.66.0.77", Of(1, "lab", Lease(1, "10.66.0.11")));

    [Fact]
    public void Who_was_lent_one_has_that_until_its_time_is_over()
    {
        Assert.Equal("10.66.0.12", Of(2, "lab", Lease(3, "10.66.0.11"), Lease(2, "10.66.0.12")));
        Assert.Equal("0.0.0.0", Of(2, "lab", Lease(2, "10.66.0.12", over: true)));
    }

    [Fact]
    public void Who_has_none_yet_is_nobody() => Assert.Equal("0.0.0.0", Of(2, "lab"));

    [Fact]
    public void Where_nobody_of_Pandos_gives_addresses_nothing_is_known()
    {
        Assert.Null(Of(2, null));
        Assert.Null(Of(2, "bare"));
        Assert.Null(Of(2, "elsewhere"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Lease(int card, string address, bool over = false) =>
        $"{(Now.ToUnixTimeSeconds() + (over ? -1 : 60)).ToString(CultureInfo.InvariantCulture)} {MacAddress.WithQemuPrefix(card)} {address} * *";

    private string? Of(int card, string? network, params string[] leases)
    {
        var paths = InstancePaths.Under(_folder.FullName);
        var file = DnsmasqFiles.Of(paths, _served.Id).Leases;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, leases);
        var networks = new KnownNetworks(
            _served, KnownNetworks.Active("<network><name>bare</name><bridge name='virbr2'/></network>"),
            KnownNetworks.Active("<network><name>elsewhere</name><forward mode='bridge'/><bridge name='br0'/></network>"));
        return new LentAddresses(networks, paths, Now).Of(new FilteredCard("vm", "net0", "vnet0", 7, MacAddress.WithQemuPrefix(card), network, new FilterReference("clean-traffic", [])));
    }
}
