using System.Text;
using Pando.Api.Jobs;
using Pando.Api.Problems;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>Networks that cannot be started: one clear error, and the host is as it was.</summary>
[Trait("Speed", "Slow")]
public sealed class NetworkRefusalTests
{
    // Holds a port of every address, and ends with its input.
    private const string Listener = """
        import socket, sys
        taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        taken.bind(("0.0.0.0", 53))
        print("listening", flush=True)
        sys.stdin.read()
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_cannot_be_started_is_refused_with_the_reason_and_leaves_nothing()
    {
        await using var host = await NetworkedInstance.StartAsync();
        await StartAsync(host, Network("one", "virbr1", "10.61.0"));
        var before = await StateAsync(host);

        Assert.Contains("10.61.0.0/24", (await RefusalAsync(host, Network("two", "virbr2", "10.61.0"), "network.subnet-taken")).Detail, StringComparison.Ordinal);
        Assert.Contains("up0", (await RefusalAsync(host, Network("two", "virbr2", "203.0.113"), "network.subnet-taken")).Detail, StringComparison.Ordinal);
        await RefusalAsync(host, Network("two", "up0", "10.62.0"), "network.bridge-taken");
        await RefusalAsync(host, Network("two", "virbr2", "10.62.0", "<forward mode='nat' dev='no-such0'/>"), "network.uplink-missing");
        await RefusalAsync(host, "<network><name>two</name><forward mode='bridge'/><bridge name='no-such0'/></network>", "network.host-bridge-missing");
        var words = (await RefusalAsync(host, Network("two", "virbr2", "10.62.0", options: "no-such-option=1"), "network.dnsmasq-failed")).PeerWords;
        Assert.Contains("bad option", words, StringComparison.Ordinal);

        Assert.Equal(before, await StateAsync(host));
    }

    [Fact]
    public async Task A_server_whose_port_is_taken_is_told_in_its_words()
    {
        await using var host = await NetworkedInstance.StartAsync();
        var before = await StateAsync(host);
        using (await host.HoldAsync("python3", "-c", Listener))
        {
            Assert.Contains("in use", (await RefusalAsync(host, Network("one", "virbr1", "10.61.0"), "network.dnsmasq-failed")).PeerWords, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(before, await StateAsync(host));
        }
        await StartAsync(host, Network("one", "virbr1", "10.61.0"));
    }

    [Fact]
    public async Task A_host_without_nft_is_told_what_to_install()
    {
        var program = Path.Combine(Directory.CreateTempSubdirectory("pando-without-").FullName, "pandod");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nmount -t tmpfs none /usr/sbin && exec {Programs.Pandod} \"$@\"\n", Ct);
        File.SetUnixFileMode(program, (UnixFileMode)0x1ed);
        await using (var host = await NetworkedInstance.StartAsync(program))
        {
            var before = await StateAsync(host);
            Assert.Contains("nftables", (await RefusalAsync(host, Network("one", "virbr1", "10.61.0"), "network.program-missing")).Remedy, StringComparison.Ordinal);
            Assert.Equal(before, await StateAsync(host));
        }
        Directory.Delete(Path.GetDirectoryName(program)!, recursive: true);
    }

    [Fact]
    public async Task A_start_whose_record_is_lost_meanwhile_leaves_nothing_either()
    {
        var folder = Directory.CreateTempSubdirectory("pando-lost-").FullName;
        var (program, dnsmasq, real) = (Path.Combine(folder, "pandod"), Path.Combine(folder, "dnsmasq"), Path.Combine(folder, "real"));
        File.Copy("/usr/sbin/dnsmasq", real);
        // Whoever cleans /run does so just now: when the server comes, behind the bridge and the rules and before the end.
        await File.WriteAllTextAsync(dnsmasq, $"#!/bin/sh\n{real} \"$@\" && if [ -e {folder}/clean ]; then rm {folder}/root/run/networks/*/live.json; fi\n", Ct);
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nln -sfn \"$2\" {folder}/root\nmount --bind {dnsmasq} /usr/sbin/dnsmasq && exec {Programs.Pandod} \"$@\"\n", Ct);
        foreach (var one in (string[])[program, dnsmasq])
        {
            File.SetUnixFileMode(one, (UnixFileMode)0x1ed);
        }
        await using (var host = await NetworkedInstance.StartAsync(program))
        {
            var before = await StateAsync(host);
            await File.WriteAllTextAsync(Path.Combine(folder, "clean"), string.Empty, Ct);
            await RefusalAsync(host, Network("one", "virbr1", "10.61.0"), "network.record-lost");
            Assert.Equal(before, await StateAsync(host));
            Assert.DoesNotContain(await host.Pando.Client.ListJobsAsync(cancellationToken: Ct), static job => job.Phase == JobPhase.Stuck);
            File.Delete(Path.Combine(folder, "clean"));
            await StartAsync(host, Network("one", "virbr1", "10.61.0"));
            // Nor does a network that runs and whose record goes stay behind when it is stopped.
            File.Delete(Assert.Single(Directory.EnumerateFiles(Path.Combine(host.Pando.Root, "run", "networks"), "live.json", SearchOption.AllDirectories)));
            await host.Pando.Client.StopNetworkAsync("one", Ct);
            Assert.Equal(before, await StateAsync(host));
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task StartAsync(NetworkedInstance host, string xml)
    {
        await host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(xml), Ct);
        await host.Pando.Client.StartNetworkAsync("one", Ct);
    }

    private static async Task<Problem> RefusalAsync(NetworkedInstance host, string xml, string code)
    {
        var network = await host.Pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(xml), Ct);
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => host.Pando.Client.StartNetworkAsync(network.Name, Ct))).Problem;
        Assert.Equal(code, problem.Code);
        await host.Pando.Client.UndefineNetworkAsync(network.Name, Ct);
        return problem;
    }

    // The state of a device's link comes a moment after the device, and is not asked.
    private static async Task<string> StateAsync(NetworkedInstance host) =>
        await host.InsideAsync("ip", "-o", "-4", "address") + await host.InsideAsync("ip", "route") + await host.InsideAsync("/usr/sbin/nft", "-s", "list", "ruleset")
        + $"{host.Pando.OtherProcesses().Count} processes";

    private static string Network(string name, string bridge, string subnet, string forward = "<forward mode='nat'/>", string? options = null) => $"""
        <network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'><name>{name}</name>{forward}<bridge name='{bridge}'/>
          <ip address='{subnet}.1' prefix='24'><dhcp><range start='{subnet}.10' end='{subnet}.20'/></dhcp></ip>
          {(options is null ? "" : $"<dnsmasq:options><dnsmasq:option value='{options}'/></dnsmasq:options>")}
        </network>
        """;
}
