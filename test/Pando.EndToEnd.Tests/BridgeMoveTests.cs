using System.Text;
using Pando.Api.Jobs;
using Pando.Api.Problems;
using Pando.EndToEnd.Tests.Faults;
using Pando.TestNamespaces;

namespace Pando.EndToEnd.Tests;

/// <summary>
/// A card of a running machine comes to another bridge, and the daemon fails or dies at it: its tap is always on the
/// bridge that the running definition names.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class BridgeMoveTests : IAsyncLifetime
{
    private const string Update = "machine.update-device";
    private const string Step = "update";

    private NamedNetwork _network = null!;
    private FaultyInstance _faulty = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _network = NamedNetwork.Make();
        foreach (var bridge in new[] { "one0", "two0" })
        {
            _network.Ip("link", "add", bridge, "type", "bridge");
        }
        _faulty = await FaultyInstance.StartAsync(_network.Wrap);
        await _faulty.Client.DefineAsync(Machines.Empty("one", Encoding.UTF8.GetString(Card("one0"))), Ct);
        await _faulty.Client.StartAsync("one", paused: true, Ct);
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
    public async Task A_tap_is_on_the_bridge_that_the_running_definition_names()
    {
        Assert.Equal("one0", await WhereAsync());
        await MoveAsync("two0");
        Assert.Equal("two0", await WhereAsync());

        var refusal = await Assert.ThrowsAsync<PandoProblemException>(() => MoveAsync("three0"));
        Assert.Equal("network.bridge-missing", refusal.Problem.Code);
        Assert.Equal("two0", await WhereAsync());

        await StrikeAsync("BeforeDo/throw", "two0");
        await StrikeAsync("AfterDo/throw", "two0");
        await StrikeAsync("BeforeDo/kill", "two0");
        // What was done and written down before the end stays.
        await StrikeAsync("AfterDo/kill", "one0");
    }

    private async Task StrikeAsync(string fault, string stays)
    {
        _faulty.Order($"{Update}/{Step}/{fault}");
        Assert.NotNull(await FaultyInstance.FailureOfAsync(() => MoveAsync("one0")));
        Assert.Empty(_faulty.Pending());
        if (fault.EndsWith("kill", StringComparison.Ordinal))
        {
            await _faulty.RestartAsync();
        }
        Assert.True(stays == await WhereAsync(), $"{fault}: not on {stays}");
        Assert.DoesNotContain(await _faulty.Client.ListJobsAsync(cancellationToken: Ct), job => job.Phase == JobPhase.Stuck);
    }

    /// <summary>The bridge in the running definition, which must be the one that the kernel names.</summary>
    private async Task<string> WhereAsync()
    {
        var xml = (await _faulty.Client.GetXmlAsync("one", cancellationToken: Ct)).Xml;
        var named = new[] { "one0", "two0" }.Single(bridge => xml.Contains($"bridge='{bridge}'", StringComparison.Ordinal));
        Assert.Contains($" master {named} ", _network.Ip("-o", "link", "show", "vnet0"), StringComparison.Ordinal);
        return named;
    }

    private Task MoveAsync(string bridge) => _faulty.Client.UpdateDeviceAsync("one", Card(bridge), "live", cancellationToken: Ct);

    private static byte[] Card(string bridge) => Encoding.UTF8.GetBytes(
        $"<interface type='bridge'><mac address='52:54:00:00:00:76'/><source bridge='{bridge}'/><model type='virtio'/></interface>");
}
