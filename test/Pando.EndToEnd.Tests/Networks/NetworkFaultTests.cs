using System.Diagnostics;
using System.Text;
using Pando.Api.Jobs;
using Pando.EndToEnd.Tests.Faults;
using Pando.TestNamespaces;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>
/// A network starts and stops beside another one, and the daemon fails or dies at every step of it: bridges, rules, servers and files are
/// those of the networks that run, whole, and the next request works.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class NetworkFaultTests : IAsyncLifetime
{
    private const string Start = "network.start";
    private const string Stop = "network.stop";

    private NamedNetwork _network = null!;
    private FaultyInstance _faulty = null!;
    private string _without = "";
    private string _with = "";
    private IReadOnlyList<string> _starting = [];
    private IReadOnlyList<string> _stopping = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _network = NamedNetwork.Make();
        _faulty = await FaultyInstance.StartAsync(_network.Wrap);
        await DefineAsync("other", 71);
        await DefineAsync("struck", 72);
        await _faulty.Client.StartNetworkAsync("other", Ct);

        // What a good run leaves is what every other one has to.
        await StartAsync();
        await StopAsync();
        _starting = _faulty.PassedSteps(Start);
        _without = await TracesAsync();
        await StartAsync();
        _with = await TracesAsync();
        await StopAsync();
        _stopping = _faulty.PassedSteps(Stop);
        await AssertAsync("a good run", _without);
        Assert.Equal(["record-network", "make-bridge", "write-firewall", "switch-bridge-on", "serve-guests", "take-up-network"], _starting);
        Assert.Equal(["end-server", "remove-bridge", "take-firewall-back", "forget-network"], _stopping);
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
    public async Task A_start_that_fails_or_dies_leaves_nothing()
    {
        foreach (var step in _starting)
        {
            foreach (var moment in new[] { "BeforeDo", "AfterDo" })
            {
                await StrikeAsync([$"{Start}/{step}/{moment}/throw"], StartAsync, dies: false, _without);
                await StrikeAsync([$"{Start}/{step}/{moment}/kill"], StartAsync, dies: true, _without);
            }
            foreach (var moment in new[] { "BeforeUndo", "AfterUndo" })
            {
                await StrikeAsync([$"{Start}/{_starting[^1]}/BeforeDo/throw", $"{Start}/{step}/{moment}/kill"], StartAsync, dies: true, _without);
            }
        }
        await StartAsync();
        await AssertAsync("a start after all that", _with);
    }

    [Fact]
    public async Task A_stop_that_dies_is_gone_through_with_and_one_that_fails_can_be_asked_for_again()
    {
        foreach (var step in _stopping)
        {
            foreach (var moment in new[] { "BeforeDo", "AfterDo" })
            {
                await StartAsync();
                await StrikeAsync([$"{Stop}/{step}/{moment}/kill"], StopAsync, dies: true, _without);
                await StartAsync();
                // What goes on being active is made whole again; behind the last step it is not.
                await StrikeAsync([$"{Stop}/{step}/{moment}/throw"], StopAsync, dies: false, _with, _without);
                if (await TracesAsync() == _with)
                {
                    await StopAsync();
                }
                await AssertAsync($"a stop after one that failed at {step}", _without);
            }
        }
    }

    private async Task StrikeAsync(string[] faults, Func<Task> request, bool dies, params string[] wanted)
    {
        var name = string.Join(" + ", faults);
        _faulty.Order(faults);
        Assert.True(await FaultyInstance.FailureOfAsync(request) is not null, $"{name}: the caller was told that it went well");
        Assert.True(_faulty.Pending().Count == 0, $"{name}: did not strike");
        if (dies)
        {
            await _faulty.RestartAsync();
        }
        await AssertAsync(name, wanted);
        Assert.DoesNotContain(await _faulty.Client.ListJobsAsync(cancellationToken: Ct), job => job.Phase == JobPhase.Stuck);
    }

    private async Task AssertAsync(string what, params string[] wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Instance.Limit);
        var now = await TracesAsync();
        while (!wanted.Contains(now) && !limit.IsCancellationRequested)
        {
            // Neither devices nor processes tell that they have gone.
            await Task.Delay(50, Ct);
            now = await TracesAsync();
        }
        var (was, become) = (wanted[0].Split('\n'), now.Split('\n'));
        Assert.True(wanted.Contains(now), $"{what}: missing: {string.Join("; ", was.Except(become))}; left: {string.Join("; ", become.Except(was))}");
    }

    private async Task<string> TracesAsync() => string.Join('\n', [
        await _faulty.Pando.TracesAsync(),
        .. (await _faulty.Client.ListNetworksAsync(Ct)).Select(static network => $"network {network.Name} {network.State}"),
        .. _network.Devices().Select(static device => $"device {device}"),
        .. (await RulesAsync()).Split('\n'),
    ]);

    private async Task<string> RulesAsync()
    {
        using var nft = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", _network.Name, "nft", "-s", "list", "ruleset"]) { RedirectStandardOutput = true })!;
        var rules = await nft.StandardOutput.ReadToEndAsync(Ct);
        await nft.WaitForExitAsync(Ct);
        Assert.Equal(0, nft.ExitCode);
        return rules;
    }

    private Task DefineAsync(string name, int subnet) => _faulty.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes($"""
        <network><name>{name}</name><forward mode='nat'/><bridge name='virbr{subnet}'/>
          <ip address='10.{subnet}.0.1' prefix='24'><dhcp><range start='10.{subnet}.0.10' end='10.{subnet}.0.20'/></dhcp></ip>
        </network>
        """), Ct);

    private Task StartAsync() => _faulty.Client.StartNetworkAsync("struck", Ct);

    private Task StopAsync() => _faulty.Client.StopNetworkAsync("struck", Ct);
}
