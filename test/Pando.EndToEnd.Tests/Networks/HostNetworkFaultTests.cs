using Pando.Api.Host;
using Pando.Api.Jobs;
using Pando.EndToEnd.Tests.Faults;
using Pando.TestNamespaces;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>A change of the host's network fails, or its daemon dies, at each step: afterwards it is the old network or the new one, whole.</summary>
[Trait("Speed", "Slow")]
public sealed class HostNetworkFaultTests : IAsyncLifetime
{
    private NamedNetwork _network = null!;
    private FaultyInstance _faulty = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _network = NamedNetwork.Make();
        _network.Ip("link", "add", "eth0", "type", "veth", "peer", "name", "far0");
        _network.Ip("link", "set", "far0", "up");
        _network.Ip("link", "set", "eth0", "up");
        _network.Ip("address", "add", "192.0.2.10/24", "dev", "eth0");
        _network.Ip("route", "add", "default", "via", "192.0.2.1");
        _faulty = await FaultyInstance.StartAsync(_network.Wrap);
    }

    public async ValueTask DisposeAsync()
    {
        if (_faulty is not null)
        {
            await _faulty.DisposeAsync();
        }
        _network.Dispose();
    }

    [Fact]
    public async Task The_network_is_the_old_one_or_the_new_one_whole()
    {
        foreach (var step in new[] { "change-devices", "await-confirmation", "write-configuration", "record-change" })
        {
            foreach (var moment in new[] { "BeforeDo", "AfterDo" })
            {
                await StrikeAsync($"{step}/{moment}/throw", isNew: false);
                // What was confirmed is brought to its end; what waits is confirmed by nobody.
                await StrikeAsync($"{step}/{moment}/kill", isNew: step is "write-configuration" or "record-change");
            }
        }
    }

    private async Task StrikeAsync(string fault, bool isNew)
    {
        _faulty.Order($"host-network.change/{fault}");
        Assert.NotNull(await FaultyInstance.FailureOfAsync(async () =>
        {
            await _faulty.Client.ChangeHostNetworkAsync(new HostNetworkChangeRequest { Action = "bridge", Name = "br0", Ports = ["eth0"], ConfirmWithinSeconds = 600 }, Ct);
            await _faulty.Client.ConfirmHostNetworkAsync(Ct);
        }));
        Assert.Empty(_faulty.Pending());
        if (fault.EndsWith("kill", StringComparison.Ordinal))
        {
            await _faulty.RestartAsync();
            await SettleAsync();
        }
        Assert.True(isNew == _network.Devices().Contains("br0"), fault);
        Assert.Contains($"dev {(isNew ? "br0" : "eth0")}", _network.Ip("route", "show", "default"), StringComparison.Ordinal);
        Assert.Contains(isNew ? "br0" : "eth0", _network.Ip("-o", "-4", "address", "show", "to", "192.0.2.10"), StringComparison.Ordinal);
        Assert.DoesNotContain(await _faulty.Client.ListJobsAsync(cancellationToken: Ct), static job => job.Phase == JobPhase.Stuck);
        if (isNew)
        {
            await _faulty.Client.ChangeHostNetworkAsync(new HostNetworkChangeRequest { Action = "remove", Name = "br0" }, Ct);
            await _faulty.Client.ConfirmHostNetworkAsync(Ct);
        }
    }

    // What waits again is taken back by hand; what was confirmed ends by itself.
    private async Task SettleAsync()
    {
        foreach (var job in (await _faulty.Client.ListJobsAsync(cancellationToken: Ct)).Where(static job => job.EndedAt is null))
        {
            if (job.Progress.Step == "await-confirmation")
            {
                await _faulty.Client.CancelJobAsync(job.Id, Ct);
            }
            await _faulty.Client.GetJobAsync(job.Id, Instance.Limit, Ct);
        }
    }
}
