using System.Text;

namespace Pando.Bench;

/// <summary>A network with NAT, DHCP and DNS is started and stopped, on connections that stay, by pandod and by stock libvirtd.</summary>
internal static class NetworkStart
{
    private const int Rounds = 11;

    public static async Task MeasureAsync(PandodUnderTest pandod, LibvirtdPeer? libvirtd, Report report)
    {
        Samples start = new(), stop = new(), theirStart = new(), theirStop = new();
        await pandod.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(Network("bench", "virbr91", 91)));
        if (libvirtd is not null)
        {
            var file = Path.Combine(pandod.Root, "network.xml");
            await File.WriteAllTextAsync(file, Network("bench", "virbr92", 92));
            await libvirtd.VirshInShellAsync($"net-define {file}");
        }
        // The first of each loads code, and modules of the kernel.
        for (var round = -1; round < Rounds; round++)
        {
            await Of(round, start).TakeAsync(() => pandod.Client.StartNetworkAsync("bench"));
            RequireUp("virbr91");
            await Of(round, stop).TakeAsync(() => pandod.Client.StopNetworkAsync("bench"));
            if (libvirtd is not null)
            {
                await Of(round, theirStart).TakeAsync(() => libvirtd.VirshInShellAsync("net-start bench"));
                RequireUp("virbr92");
                await Of(round, theirStop).TakeAsync(() => libvirtd.VirshInShellAsync("net-destroy bench"));
            }
        }
        report.Add("start of a network with NAT, to a bridge that forwards", start, libvirtd is null ? null : theirStart, "libvirtd", "no slower");
        report.Add("stop of it", stop, libvirtd is null ? null : theirStop, "libvirtd", "no slower");
        await pandod.Client.UndefineNetworkAsync("bench");
    }

    private static Samples Of(int round, Samples samples) => round < 0 ? new Samples() : samples;

    // IFF_UP, the lowest bit: without it nothing is forwarded.
    private static void RequireUp(string bridge)
    {
        var flags = File.ReadAllText($"/sys/class/net/{bridge}/flags").Trim();
        if ((Convert.ToInt32(flags, 16) & 1) == 0)
        {
            throw new InvalidOperationException($"{bridge} is not up.");
        }
    }

    public static string Network(string name, string bridge, int subnet) =>
        $"<network><name>{name}</name><forward mode='nat'/><bridge name='{bridge}' stp='on' delay='0'/>"
        + $"<ip address='10.{subnet}.0.1' prefix='24'><dhcp><range start='10.{subnet}.0.2' end='10.{subnet}.0.254'/></dhcp></ip></network>";
}
