using System.Diagnostics;
using Pando.Linux.Networking;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests;

/// <summary>What a real kernel has of the speeds that it is told, in a network of the test's own; tc(8) reads it, too.</summary>
public sealed class TrafficControlTests
{
    private const long Guest = 0x525400abcdef;

    public TrafficControlTests() => OwnNetwork.Require();

    [Fact]
    public void A_class_is_made_and_changed_and_what_there_was_before_comes_back() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        var device = links.Make("ifb7", "ifb");
        traffic.SendByClasses(device, 1);
        traffic.PutClass(device, 1, 0, new TrafficRate(1_024_000, 4_096_000, 2_048_000));
        traffic.PutLine(device, 1, 300_000);

        var one = Assert.Single(traffic.Classes(device));
        Assert.Equal((1, 0, 1_024_000, 4_096_000), (one.Id, one.Parent, one.BytesPerSecond, one.PeakBytesPerSecond));
        Assert.InRange(one.BurstBytes, 2_047_000, 2_048_000);
        Assert.Contains("rate 8192Kbit ceil 32768Kbit burst 2000Kb", Tc("class show dev ifb7"), StringComparison.Ordinal);
        Assert.Contains("parent 1:1", Tc("qdisc show dev ifb7"), StringComparison.Ordinal);

        // Changed in place: what waits there goes on waiting.
        traffic.SendByClasses(device, 1);
        traffic.PutClass(device, 1, 0, new TrafficRate(512_000));
        var other = Assert.Single(traffic.Classes(device));
        Assert.Equal((512_000, 512_000), (other.BytesPerSecond, other.PeakBytesPerSecond));
        Assert.True(traffic.SendsByClasses(device));

        traffic.SendAsUsual(device);
        traffic.SendAsUsual(device);
        Assert.False(traffic.SendsByClasses(device));
        Assert.DoesNotContain("htb", Tc("qdisc show dev ifb7"), StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(1L, null, null)]
    [InlineData(int.MaxValue * 1024L, null, int.MaxValue * 1024L)]
    [InlineData(1024L, int.MaxValue * 1024L, int.MaxValue * 1024L)]
    [InlineData(6_000_000_000, 7_000_000_000, 1L)]
    public void The_slowest_and_the_fastest_are_what_they_are(long average, long? peak, long? burst) => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        var device = links.Make("ifb7", "ifb");
        traffic.SendByClasses(device, 1);
        traffic.PutClass(device, 1, 0, new TrafficRate(average, peak, burst));

        var one = Assert.Single(traffic.Classes(device));
        Assert.Equal((average, peak ?? average), (one.BytesPerSecond, one.PeakBytesPerSecond));
    });

    [Fact]
    public void A_guest_has_a_class_of_its_own_under_that_of_all() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        var bridge = links.Make("br0", "bridge");
        traffic.SendByClasses(bridge, 2);
        traffic.PutClass(bridge, 1, 0, new TrafficRate(1_000_000));
        traffic.PutClass(bridge, 2, 1, new TrafficRate(600_000, 1_000_000));
        traffic.PutClass(bridge, 3, 1, new TrafficRate(400_000, 1_000_000));
        traffic.PutFilter(bridge, 3, Guest, 3);

        Assert.Equal([(1, 0), (2, 1), (3, 1)], traffic.Classes(bridge).Select(static one => (one.Id, one.Parent)).Order());
        Assert.Equal(new TrafficFilter(3, 3, null, Guest), Assert.Single(traffic.Filters(bridge)));
        var told = Tc("filter show dev br0");
        Assert.Contains("match 00005254/0000ffff at -16", told, StringComparison.Ordinal);
        Assert.Contains("match 00abcdef/ffffffff at -12", told, StringComparison.Ordinal);

        traffic.DeleteFilter(bridge, 3);
        traffic.DeleteClass(bridge, 3);
        Assert.Empty(traffic.Filters(bridge));
        Assert.Equal([1, 2], traffic.Classes(bridge).Select(static one => one.Id).Order());
    });

    [Fact]
    public void What_is_received_is_handed_over_once_and_taken_back() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        using var traffic = TrafficControl.Open();
        var (device, target, second) = (links.Make("v0", "veth"), links.Make("ifb7", "ifb"), links.Make("ifb8", "ifb"));
        traffic.HandOver(device, target);
        traffic.HandOver(device, target);
        Assert.Equal(target.Index, Assert.Single(traffic.Filters(device, received: true)).Target);
        Assert.Contains("Egress Redirect to device ifb7", Tc("filter show dev v0 ingress"), StringComparison.Ordinal);

        traffic.HandOver(device, second);
        Assert.Equal(second.Index, Assert.Single(traffic.Filters(device, received: true)).Target);
        traffic.TakeBack(device);
        traffic.TakeBack(device);
        Assert.Empty(Tc("filter show dev v0 ingress"));
    });

    private static string Tc(string arguments)
    {
        using var tc = Process.Start(new ProcessStartInfo("tc", arguments) { RedirectStandardOutput = true })!;
        var told = tc.StandardOutput.ReadToEnd();
        tc.WaitForExit();
        Assert.Equal(0, tc.ExitCode);
        return told.Trim();
    }
}
