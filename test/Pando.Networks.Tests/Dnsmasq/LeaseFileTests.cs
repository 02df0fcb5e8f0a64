using Pando.Model.Domains.Devices;
using Pando.Networks.Dnsmasq;

namespace Pando.Networks.Tests.Dnsmasq;

/// <summary>Leases as dnsmasq 2.89 writes them.</summary>
public sealed class LeaseFileTests
{
    private static readonly string[] Lines =
    [
        "1700003600 52:54:00:00:00:09 192.168.9.10 web 01:52:54:00:00:00:09",
        "0 52:54:00:00:00:0a 192.168.9.11 * *",
        "duid 00:01:00:01:2c:de:f0:11:52:54:00:ff:ff:ff",
        "1700003600 9 fd00:9::10 six 00:01:00:01:2c:de:f0:12:52:54:00:00:00:09",
        "1700003600 10 fd00:9::11 * 00:04:58:fd:e4:15",
        "broken",
    ];

    [Fact]
    public void Both_families_are_read()
    {
        var leases = LeaseFile.Parse(Lines).ToArray();
        Assert.Equal(["192.168.9.10", "192.168.9.11", "fd00:9::10", "fd00:9::11"], leases.Select(static lease => lease.Address));
        Assert.Equal(new GuestLease("192.168.9.10", MacAddress.WithQemuPrefix(9), DateTimeOffset.FromUnixTimeSeconds(1700003600), "web", "01:52:54:00:00:00:09"), leases[0]);
        Assert.Equal((null, null, null), (leases[1].ExpiresAt, leases[1].HostName, leases[1].ClientId));
        // The DUID holds the card where it was made of one, and not where it was made of a uuid.
        Assert.Equal((MacAddress.WithQemuPrefix(9), "9"), (leases[2].Mac!.Value, leases[2].InterfaceId));
        Assert.Null(leases[3].Mac);
    }

    [Fact]
    public void What_has_expired_is_nobodys()
    {
        var folder = Directory.CreateTempSubdirectory("pando-leases-");
        var file = Path.Combine(folder.FullName, "leases");
        File.WriteAllLines(file, Lines);
        Assert.Equal(["192.168.9.11"], LeaseFile.Read(file, DateTimeOffset.FromUnixTimeSeconds(1700003600)).Select(static lease => lease.Address));
        folder.Delete(recursive: true);
        Assert.Empty(LeaseFile.Read(file, DateTimeOffset.UnixEpoch));
    }
}
