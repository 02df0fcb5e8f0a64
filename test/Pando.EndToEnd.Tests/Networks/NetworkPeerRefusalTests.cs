using System.Text;
using Pando.Api.Problems;
using Pando.TestNamespaces;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>What others refuse when a network is started: the kernel, nft, iptables, firewalld. Their words are told, and the host is as it was.</summary>
[Trait("Speed", "Slow")]
public sealed class NetworkPeerRefusalTests
{
    private const string Network = "<network><name>one</name><forward mode='nat'/><bridge name='virbr1'/><ip address='10.61.0.1' prefix='24'><dhcp><range start='10.61.0.10' end='10.61.0.20'/></dhcp></ip></network>";

    // A table with an owner may be changed by nobody else, root or not (nft(8), "owner"); it goes with its owner.
    private const string Owner = """
        import subprocess, sys
        nft = subprocess.Popen(["nft", "-i"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        for line in sys.argv[1:]:
            nft.stdin.write(line + "\n")
            nft.stdin.flush()
        while sys.argv[1].split()[3] not in subprocess.run(["nft", "list", "tables"], capture_output=True, text=True).stdout or sys.argv[-1].split()[-1] not in subprocess.run(["nft", "list", "ruleset"], capture_output=True, text=True).stdout:
            pass
        print("owned", flush=True)
        sys.stdin.read()
        nft.stdin.close()
        nft.wait()
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_that_belongs_to_somebody_else_is_told_in_nfts_words()
    {
        await using var host = await NetworkedInstance.StartAsync();
        using (await host.HoldAsync("python3", "-c", Owner, "add table inet pando { flags owner; }"))
        {
            var problem = await RefusalAsync(host, "network.nft-refused");
            Assert.Contains("Operation not permitted", problem.PeerWords, StringComparison.Ordinal);
        }
        await host.Pando.Client.StartNetworkAsync("one", Ct);
    }

    [Fact]
    public async Task A_chain_of_dockers_that_cannot_be_changed_is_told_in_iptables_words()
    {
        await using var host = await NetworkedInstance.StartAsync();
        using (await host.HoldAsync("python3", "-c", Owner, "add table ip filter { flags owner; }", "add chain ip filter FORWARD { type filter hook forward priority 0; policy drop; }", "add chain ip filter DOCKER-USER"))
        {
            Assert.NotEmpty((await RefusalAsync(host, "network.iptables-refused")).PeerWords!);
        }
        await host.Pando.Client.StartNetworkAsync("one", Ct);
    }

    [Fact]
    public async Task A_kernel_whose_settings_may_not_be_changed_is_told()
    {
        var program = Path.Combine(Directory.CreateTempSubdirectory("pando-read-only-").FullName, "pandod");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nmount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys && exec {Programs.Pandod} \"$@\"\n", Ct);
        File.SetUnixFileMode(program, (UnixFileMode)0x1ed);
        await using (var host = await NetworkedInstance.StartAsync(program))
        {
            Assert.Contains("/proc/sys", (await RefusalAsync(host, "network.kernel-refused")).Detail, StringComparison.Ordinal);
        }
        Directory.Delete(Path.GetDirectoryName(program)!, recursive: true);
    }

    [Fact]
    public async Task A_firewalld_that_lets_nobody_change_it_is_told_in_its_words()
    {
        OwnFirewalld.Require();
        using var bus = await OwnBus.StartAsync();
        await using var host = await NetworkedInstance.StartAsync(environment: new Dictionary<string, string> { [bus.Variable.Name] = bus.Variable.Value });
        using var firewalld = await OwnFirewalld.StartAsync(bus, host.Inside);
        await firewalld.CommandAsync("--lockdown-on");
        Assert.Contains("lockdown", (await RefusalAsync(host, "network.firewalld-refused")).PeerWords, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_port_that_a_program_of_the_host_listens_on_is_not_led_elsewhere()
    {
        const string Listener = "import socket,sys; s=socket.create_server(('0.0.0.0', 8080)); print('ready', flush=True); sys.stdin.read()";
        await using var host = await NetworkedInstance.StartAsync();
        await host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(Network), Ct);
        await host.Pando.Client.StartNetworkAsync("one", Ct);
        var before = await StateAsync(host);
        using (await host.HoldAsync("python3", "-c", Listener))
        {
            var refused = await host.Pando.CliAsync("net", "forward", "add", "one", "8080", "10.61.0.10:80");
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Contains("8080", refused.Error, StringComparison.Ordinal);
            Assert.Equal(before, await StateAsync(host));
            var forwarding = Network.Replace(
                "<name>one</name>", "<name>one</name><metadata><pando:forwards xmlns:pando='urn:pando:network'><pando:forward proto='tcp' start='8080' to='10.61.0.10' port='80'/></pando:forwards></metadata>",
                StringComparison.Ordinal);
            await host.Pando.Client.StopNetworkAsync("one", Ct);
            await host.Pando.Client.UndefineNetworkAsync("one", Ct);
            var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(forwarding), Ct))).Problem;
            Assert.Equal("network.port-in-use", problem.Code);
            Assert.Empty(await host.Pando.Client.ListNetworksAsync(Ct));
        }
    }

    private static async Task<Problem> RefusalAsync(NetworkedInstance host, string code)
    {
        var before = await StateAsync(host);
        await host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(Network), Ct);
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => host.Pando.Client.StartNetworkAsync("one", Ct))).Problem;
        Assert.Equal(code, problem.Code);
        Assert.Equal(before, await StateAsync(host));
        Assert.Equal("inactive", (await host.Pando.Client.GetNetworkAsync("one", Ct)).State);
        return problem;
    }

    // The state of a device's link comes a moment after the device, and is not asked.
    private static async Task<string> StateAsync(NetworkedInstance host) =>
        await host.InsideAsync("ip", "-o", "-4", "address") + (await host.InsideAsync("ip", "route")).Replace("linkdown ", string.Empty, StringComparison.Ordinal) + await host.InsideAsync("/usr/sbin/nft", "-s", "list", "tables")
        + await host.InsideAsync("ip", "-brief", "link", "show", "type", "bridge") + $"{host.Pando.OtherProcesses().Count} processes";
}
