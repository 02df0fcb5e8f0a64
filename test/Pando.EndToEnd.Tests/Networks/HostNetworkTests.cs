using System.Diagnostics;
using Pando.Api.Host;
using Pando.Api.Jobs;
using Pando.Api.Problems;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>
/// The host's own network is changed under a running host: it goes on reaching the world, and what nobody confirms is taken back,
/// also when the daemon is killed in between.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class HostNetworkTests : IAsyncLifetime
{
    private const int Seconds = 10;
    private static readonly HostNetworkChangeRequest Bridge = new() { Action = "bridge", Name = "br0", Ports = ["up0"], ConfirmWithinSeconds = Seconds };

    private NetworkedInstance _host = null!;
    private string _was = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await NetworkedInstance.StartAsync();
        await _host.InsideAsync("ip", "route", "add", "default", "via", NetworkedInstance.Server, "metric", "77");
        _was = await NetworkAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_bridge_over_the_only_way_out_stays_when_it_is_confirmed_and_is_removed_again()
    {
        var made = await _host.Pando.CliAsync("host", "network", "bridge", "br0", "up0");
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Contains("pando host network confirm", made.Output, StringComparison.Ordinal);
        await ReachesTheWorldAsync();
        Assert.Contains("default via 203.0.113.2 dev br0 metric 77", await NetworkAsync(), StringComparison.Ordinal);
        var pending = (await _host.Pando.Client.GetHostNetworkAsync(Ct)).Pending!;
        Assert.InRange(pending.Until, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddSeconds(60));
        Assert.Null(pending.ManagedBy);

        var second = await ProblemAsync(() => _host.Pando.Client.ChangeHostNetworkAsync(Bridge with { Name = "br1" }, Ct));
        Assert.Equal("hostnet.change-pending", second);

        var confirmed = await _host.Pando.CliAsync("host", "network", "confirm");
        Assert.True(confirmed.ExitCode == 0, confirmed.Error);
        Assert.Equal("hostnet.nothing-pending", await ProblemAsync(() => _host.Pando.Client.ConfirmHostNetworkAsync(Ct)));
        var shown = await _host.Pando.CliAsync("host", "network", "show");
        Assert.Contains("bridge *", shown.Output, StringComparison.Ordinal);
        // It is for good: a daemon that comes back leaves it.
        await _host.Pando.KillDaemonAsync();
        await _host.Pando.StartDaemonAsync(Ct);
        await ReachesTheWorldAsync();

        await _host.Pando.Client.ChangeHostNetworkAsync(new HostNetworkChangeRequest { Action = "remove", Name = "br0" }, Ct);
        Assert.Equal(_was, await NetworkAsync());
        await _host.Pando.Client.RevertHostNetworkAsync(Ct);
        Assert.Contains("203.0.113.1/24 scope global br0", await NetworkAsync(), StringComparison.Ordinal);
        await ReachesTheWorldAsync();

        await _host.Pando.Client.ChangeHostNetworkAsync(new HostNetworkChangeRequest { Action = "remove", Name = "br0" }, Ct);
        await _host.Pando.Client.ConfirmHostNetworkAsync(Ct);
        Assert.Equal(_was, await NetworkAsync());
        Assert.Equal("hostnet.not-made-here", await ProblemAsync(() => _host.Pando.Client.ChangeHostNetworkAsync(new HostNetworkChangeRequest { Action = "remove", Name = "br0" }, Ct)));
    }

    [Fact]
    public async Task A_card_that_is_pulled_out_meanwhile_keeps_nothing_from_being_taken_back()
    {
        await _host.InsideAsync("ip", "link", "add", "spare0", "type", "veth", "peer", "name", "spare1");
        await _host.InsideAsync("ip", "address", "add", "192.0.2.9/24", "dev", "spare0");
        await _host.Pando.Client.ChangeHostNetworkAsync(Bridge with { Ports = ["spare0"], ConfirmWithinSeconds = 600 }, Ct);
        await _host.InsideAsync("ip", "link", "delete", "spare0");
        await _host.Pando.Client.RevertHostNetworkAsync(Ct);
        Assert.Equal(_was, await NetworkAsync());
        Assert.DoesNotContain(await _host.Pando.Client.ListJobsAsync(cancellationToken: Ct), static job => job.Phase == JobPhase.Stuck);
        // The next one is not kept waiting.
        await _host.Pando.Client.ChangeHostNetworkAsync(Bridge, Ct);
        await _host.Pando.Client.RevertHostNetworkAsync(Ct);
        Assert.Equal(_was, await NetworkAsync());
    }

    [Fact]
    public async Task What_is_not_confirmed_is_taken_back_in_time()
    {
        var time = Stopwatch.StartNew();
        var pending = await _host.Pando.Client.ChangeHostNetworkAsync(Bridge, Ct);
        var job = await EndedAsync(pending.Job);
        Assert.InRange(time.Elapsed.TotalSeconds, Seconds - 1, Seconds + 20);
        Assert.Equal((JobPhase.Failed, "hostnet.not-confirmed"), (job.Phase, job.Failure!.Code));
        Assert.Equal(_was, await NetworkAsync());
        await ReachesTheWorldAsync();
        Assert.Null((await _host.Pando.Client.GetHostNetworkAsync(Ct)).Pending);
    }

    [Fact]
    public async Task A_daemon_that_comes_back_goes_on_waiting_and_takes_back_when_the_time_is_over()
    {
        var pending = await _host.Pando.Client.ChangeHostNetworkAsync(Bridge with { ConfirmWithinSeconds = 60 }, Ct);
        await _host.Pando.KillDaemonAsync();
        await _host.Pando.StartDaemonAsync(Ct);
        var resumed = (await _host.Pando.Client.GetHostNetworkAsync(Ct)).Pending!;
        Assert.Equal((pending.Job, pending.Until), (resumed.Job, resumed.Until));
        await _host.Pando.Client.RevertHostNetworkAsync(Ct);
        Assert.Equal(_was, await NetworkAsync());

        pending = await _host.Pando.Client.ChangeHostNetworkAsync(Bridge, Ct);
        await _host.Pando.KillDaemonAsync();
        // Nobody takes it back while there is no daemon, which is what systemd is for.
        var late = pending.Until - TimeProvider.System.GetUtcNow();
        await Task.Delay(late > TimeSpan.Zero ? late : TimeSpan.Zero, Ct);
        Assert.NotEqual(_was, await NetworkAsync());
        await _host.Pando.StartDaemonAsync(Ct);
        Assert.Equal("hostnet.not-confirmed", (await EndedAsync(pending.Job)).Failure!.Code);
        Assert.Equal(_was, await NetworkAsync());
        await ReachesTheWorldAsync();
    }

    [Fact]
    public async Task Bad_input_is_refused_before_anything_changes()
    {
        Assert.Equal("hostnet.no-such-device", await ProblemAsync(() => _host.Pando.Client.ChangeHostNetworkAsync(Bridge with { Ports = ["eth9"] }, Ct)));
        Assert.Equal("hostnet.bad-name", await ProblemAsync(() => _host.Pando.Client.ChangeHostNetworkAsync(Bridge with { Name = "br/0" }, Ct)));
        Assert.Equal("hostnet.bad-setting", await ProblemAsync(() => _host.Pando.Client.ChangeHostNetworkAsync(Bridge with { ConfirmWithinSeconds = 5 }, Ct)));
        Assert.Equal("request.invalid", await ProblemAsync(() => _host.Pando.Client.ChangeHostNetworkAsync(Bridge with { Action = "bend" }, Ct)));
        Assert.Equal("hostnet.nothing-pending", await ProblemAsync(() => _host.Pando.Client.RevertHostNetworkAsync(Ct)));
        var wrong = await _host.Pando.CliAsync("host", "network", "bridge", "br0", "lo");
        Assert.Equal(4, wrong.ExitCode);
        Assert.Contains("loopback", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await _host.Pando.CliAsync("host", "network", "vlan", "up0", "x")).ExitCode);
        Assert.Equal(_was, await NetworkAsync());
        Assert.Empty(await _host.Pando.Client.ListJobsAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task What_is_confirmed_is_written_where_the_host_is_configured_and_taken_back_to_the_letter()
    {
        const string Given = "auto lo\niface lo inet loopback\n\nauto up0\niface up0 inet static\n    address 203.0.113.1/24\n    # The end.\n";
        Assert.SkipWhen(!Directory.Exists("/etc/network") && Environment.GetEnvironmentVariable("CI") is null, "ifupdown is not installed.");
        var folder = Directory.CreateTempSubdirectory("pando-etc-").FullName;
        try
        {
            var file = Path.Combine(folder, "interfaces");
            await File.WriteAllTextAsync(file, Given, Ct);
            var program = Path.Combine(folder, "pandod");
            await File.WriteAllTextAsync(program, $"#!/bin/sh\nmount --bind {folder} /etc/network && exec {Programs.Pandod} \"$@\"\n", Ct);
            File.SetUnixFileMode(program, (UnixFileMode)0x1ed);
            await using var host = await NetworkedInstance.StartAsync(program);

            var pending = await host.Pando.Client.ChangeHostNetworkAsync(Bridge, Ct);
            Assert.Equal(("ifupdown", "/etc/network/interfaces"), (pending.ManagedBy, Assert.Single(pending.Files)));
            await host.Pando.Client.RevertHostNetworkAsync(Ct);
            Assert.Equal(Given, await File.ReadAllTextAsync(file, Ct));

            await host.Pando.Client.ChangeHostNetworkAsync(Bridge, Ct);
            Assert.Equal(Given, await File.ReadAllTextAsync(file, Ct));
            var confirmed = await host.Pando.CliAsync("host", "network", "confirm");
            Assert.Contains("/etc/network/interfaces", confirmed.Output, StringComparison.Ordinal);
            var written = await File.ReadAllTextAsync(file, Ct);
            Assert.Contains("iface up0 inet manual\n", written, StringComparison.Ordinal);
            Assert.Contains("iface br0 inet static\n    address 203.0.113.1/24\n", written, StringComparison.Ordinal);
            Assert.Equal(Given, await File.ReadAllTextAsync(Path.Combine(folder, ".interfaces.before-pando"), Ct));

            await File.WriteAllTextAsync(file, written.Replace("address 203", "address 204", StringComparison.Ordinal), Ct);
            Assert.Equal("hostnet.configuration-changed", await ProblemAsync(() => host.Pando.Client.ChangeHostNetworkAsync(new HostNetworkChangeRequest { Action = "remove", Name = "br0" }, Ct)));
            await File.WriteAllTextAsync(file, written, Ct);
            await host.Pando.Client.ChangeHostNetworkAsync(new HostNetworkChangeRequest { Action = "remove", Name = "br0" }, Ct);
            await host.Pando.Client.ConfirmHostNetworkAsync(Ct);
            Assert.Equal(Given, await File.ReadAllTextAsync(file, Ct));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task ReachesTheWorldAsync() =>
        Assert.Equal($"seen as {NetworkedInstance.HostOutside}", (await _host.CallFromInsideAsync(NetworkedInstance.Server, NetworkedInstance.Port)).Trim());

    // Names and what they carry; numbers and lifetimes of devices are the kernel's.
    private async Task<string> NetworkAsync() =>
        string.Join('\n', (await _host.InsideAsync("ip", "-4", "-o", "address", "show")).Split('\n').Select(static line => line.Split("\\ ")[0].Split(": ", 2)[^1].Trim()))
        + (await _host.InsideAsync("ip", "-4", "route", "show", "table", "all")).Replace(" linkdown", string.Empty, StringComparison.Ordinal)
        + string.Join('\n', (await _host.InsideAsync("ip", "-o", "link", "show")).Split('\n').Select(static line => line.Split(": ").ElementAtOrDefault(1)));

    private async Task<Job> EndedAsync(string job)
    {
        var ended = await _host.Pando.Client.GetJobAsync(job, Instance.Limit, Ct);
        Assert.NotNull(ended.EndedAt);
        return ended;
    }

    private static async Task<string> ProblemAsync(Func<Task> ask) => (await Assert.ThrowsAsync<PandoProblemException>(ask)).Problem.Code;
}
