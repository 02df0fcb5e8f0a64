using System.Diagnostics;
using System.Net;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Networks.Addresses;
using Pando.Networks.Firewall;
using Pando.Networks.OpenVSwitch;
using Pando.Networks.Tracing;

namespace Pando.Networks.Tests;

/// <summary>A pair of cards that stands for a guest and its tap, on a bridge of a network namespace that the calling thread is in, and who follows its packets.</summary>
internal static class TracedGuest
{
    public const string Nat = "<network><name>inner</name><forward mode='nat'/><bridge name='br0'/><dns enable='no'/><ip address='10.5.0.1' prefix='24'/></network>";
    public const string Destination = "203.0.113.2";
    private static readonly MacAddress Mac = new(0x525400000007);

    public static InterfaceDevice Card => new() { Source = new VirtualNetworkSource("inner"), Mac = Mac, TargetDevice = "t0" };

    public static Task<IReadOnlyList<TraceHop>> TraceAsync(InterfaceDevice card, string network = Nat, string destination = Destination, bool isServed = true, string busSocket = "/nonexistent/bus")
    {
        var networks = new KnownNetworks(KnownNetworks.Active(network)) { Serves = isServed };
        return new NetworkTracer(networks, new GuestAddresses(networks, TimeProvider.System), new SwitchBridges(SwitchAccess.At("/nonexistent/db.sock"), networks), busSocket).TraceAsync("vm", card, IPAddress.Parse(destination), TestContext.Current.CancellationToken);
    }

    /// <summary>A guest's card g0 behind t0 on br0, and a way out over up0 to somebody who answers nothing.</summary>
    public static void Build()
    {
        foreach (var command in new[]
        {
            "link set lo up", "link add br0 type bridge", "address add 10.5.0.1/24 dev br0", "link set br0 up", "link add t0 type veth peer name g0",
            "link set t0 master br0 up", "link set g0 up", "link add up0 type veth peer name far0", "address add 203.0.113.1/24 dev up0", "link set up0 up", "link set far0 up",
            "route add default via 203.0.113.9", "neigh replace 10.5.0.7 lladdr 52:54:00:00:00:07 dev br0 nud reachable",
        })
        {
            Run("ip", command);
        }
        Rules(Nat);
        File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
        UntilForwarding();
    }

    /// <summary>Pando's own table as it is for this network.</summary>
    public static void Rules(params IEnumerable<string> networks)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("pando-rules-").FullName, "rules");
        File.WriteAllText(file, NetworkRuleset.Of(networks.Select(static network => KnownNetworks.Active(network).Live!)));
        Run("nft", $"-f {file}");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    /// <summary>One packet of the guest's, written onto its card as it would be: UDP to the destination, through the host.</summary>
    public static async Task PassAsync()
    {
        const string Send =
            """
            import socket, struct, sys
            mac = bytes.fromhex(open('/sys/class/net/br0/address').read().strip().replace(':', ''))
            def summed(data):
                total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
                return ~((total >> 16) + (total & 0xffff)) & 0xffff
            head = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 36, 7, 0, 64, 17, 0, socket.inet_aton('10.5.0.7'), socket.inet_aton('203.0.113.2'))
            head = head[:10] + struct.pack('!H', summed(head)) + head[12:]
            wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            wire.bind(('g0', 0))
            wire.send(mac + bytes.fromhex('525400000007') + b'\x08\x00' + head + struct.pack('!HHHH', 4000, 4000, 16, 0) + b'a packet')
            """;
        using var run = Process.Start(new ProcessStartInfo("python3", ["-c", Send]))!;
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, run.ExitCode);
    }

    public static void UntilForwarding()
    {
        using var links = NetworkLinks.Open();
        using var tables = BridgeTables.Open();
        var bridge = links.Find("br0")!;
        Assert.True(SpinWait.SpinUntil(() => tables.Ports(bridge).All(static port => port.State == BridgePortState.Forwarding), TimeSpan.FromSeconds(30)));
    }

    public static void Run(string program, string arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments))!;
        run.WaitForExit();
        Assert.Equal(0, run.ExitCode);
    }
}
