using System.Text;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>A network without rights: a guest on it reaches what the host reaches, and is reached by the network's ports alone.</summary>
[Trait("Speed", "Slow")]
public sealed class UserNetworkTests : IAsyncLifetime
{
    private const string Mine =
        """
        <network><name>mine</name><forward mode='user'/>
          <metadata><pando:forwards xmlns:pando='urn:pando:network'><pando:forward proto='tcp' start='8080' to='10.0.9.20' port='80'/></pando:forwards></metadata>
          <ip address='10.0.9.2' prefix='24'><dhcp><host mac='52:54:00:00:00:07' ip='10.0.9.20'/></dhcp></ip>
        </network>
        """;

    // Speaks first: Debian 12's passt tells the guest that it is connected with the first word of who connects.
    private const string Client = """
        import socket, sys, time
        end = time.monotonic() + 60
        while True:
            try:
                peer = socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)
                peer.sendall(b"hello\n")
                words = peer.recv(1000).decode()
                if words:
                    print(words)
                    break
            except OSError:
                if time.monotonic() > end:
                    raise
            time.sleep(0.1)
        """;

    private NetworkedInstance _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await NetworkedInstance.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_guest_has_its_address_reaches_out_and_is_reached_by_the_networks_port()
    {
        // The program takes its own addresses from the host's way out.
        await _host.InsideAsync("ip", "route", "add", "default", "via", NetworkedInstance.Server);
        await _host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(Mine), Ct);
        var network = await _host.Pando.Client.StartNetworkAsync("mine", Ct);
        Assert.Equal("user", network.Forward);
        Assert.DoesNotContain("bridge", await _host.InsideAsync("ip", "-details", "link"), StringComparison.Ordinal);

        using var console = await GuestAsync("seven", "52:54:00:00:00:07");
        Assert.Equal("10.0.9.20/24", await console.AskAsync("ip -o -4 address show eth0 | awk '{print $4}'"));
        Assert.Contains("10.0.9.2", await console.AskAsync("ip route show default"), StringComparison.Ordinal);
        Assert.Equal($"seen as {NetworkedInstance.HostOutside}", await console.AskAsync($"nc -w 10 {NetworkedInstance.Server} {NetworkedInstance.Port}"));
        await console.TypeAsync("while true; do echo served | nc -l -p 80; done >/dev/null 2>&1 & echo list\"\"ening\n");
        await console.UntilAsync("listening");
        Assert.Equal("served", (await _host.OutsideAsync("python3", "-c", Client, NetworkedInstance.HostOutside, "8080")).Trim());

        // What is in force names the program's network, and the network itself; what is asked for stays the network.
        Assert.Contains("<source network=\"mine\" gateway=\"10.0.9.2\"/>", await XmlAsync(inactive: false), StringComparison.Ordinal);
        Assert.Contains("type=\"network\"", await XmlAsync(inactive: true), StringComparison.Ordinal);

        // It lives on without the daemon, and ends with the machine.
        await _host.Pando.KillDaemonAsync();
        await _host.Pando.StartDaemonAsync(Ct);
        using var again = await GuestConsole.OpenAsync(_host.Pando, "seven");
        Assert.Equal($"seen as {NetworkedInstance.HostOutside}", await again.AskAsync($"nc -w 10 {NetworkedInstance.Server} {NetworkedInstance.Port}"));
        await _host.Pando.Client.DestroyAsync("seven", cancellationToken: Ct);
        Assert.Empty(_host.Pando.OtherProcesses());
        Assert.Equal("inactive", (await _host.Pando.Client.StopNetworkAsync("mine", Ct)).State);
    }

    private async Task<string> XmlAsync(bool inactive) => (await _host.Pando.CliAsync(inactive ? ["dumpxml", "seven", "--inactive"] : ["dumpxml", "seven"])).Output.Replace('\'', '"');

    private async Task<GuestConsole> GuestAsync(string name, string mac)
    {
        var card = $"<interface type='network'><mac address='{mac}'/><source network='mine'/><model type='virtio'/></interface>";
        var console = await GuestConsole.BootAsync(_host.Pando.Client, name, Machines.Tiny(name, await TinyGuest.GetAsync(Ct), card));
        await console.TypeAsync("ip link set eth0 up; udhcpc -i eth0 -n -q -t 30 -s /usr/share/udhcpc/default.script >/dev/null && echo lea\"\"sed\n");
        await console.UntilAsync("leased");
        return console;
    }
}
