using System.Text;
using Pando.Api.Jobs;
using Pando.EndToEnd.Tests.Faults;
using Pando.TestNamespaces;

namespace Pando.EndToEnd.Tests;

/// <summary>
/// A card of the host's is plugged in and taken away, and the daemon fails or dies at every step of it: a macvtap, which
/// goes by itself with nobody, is there exactly as long as the card is.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class HostSideFaultTests : IAsyncLifetime
{
    private const string Attach = "machine.attach-device";
    private const string Detach = "machine.detach-device";

    /// <summary>On USB, which needs no guest to be released.</summary>
    private static readonly byte[] Card = Encoding.UTF8.GetBytes(
        "<interface type='direct'><mac address='52:54:00:00:00:75'/><source dev='wire0' mode='bridge'/><model type='usb-net'/></interface>");

    private NamedNetwork _network = null!;
    private FaultyInstance _faulty = null!;
    private IReadOnlyList<string> _without = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _network = NamedNetwork.Make();
        _network.Ip("link", "add", "wire0", "type", "veth", "peer", "name", "wire1");
        _network.Ip("link", "set", "wire0", "up");
        _without = _network.Devices();
        _faulty = await FaultyInstance.StartAsync(_network.Wrap);
        await _faulty.Client.DefineAsync(Machines.Empty("one", "<controller type='usb' model='qemu-xhci'/>"), Ct);
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
    public async Task A_macvtap_is_there_exactly_as_long_as_its_card()
    {
        await AttachAsync();
        var attaching = _faulty.PassedSteps(Attach);
        Assert.Contains("take-host-side", attaching);
        Assert.Single(_network.Devices().Except(_without));
        await DetachAsync();
        var detaching = _faulty.PassedSteps(Detach);
        Assert.Equal(_without, _network.Devices());

        foreach (var moment in new[] { "BeforeDo", "AfterDo" })
        {
            foreach (var step in attaching)
            {
                await StrikeAsync($"{Attach}/{step}/{moment}/throw", AttachAsync, dies: false);
                await StrikeAsync($"{Attach}/{step}/{moment}/kill", AttachAsync, dies: true);
            }
            foreach (var step in detaching)
            {
                await AttachAsync();
                await StrikeAsync($"{Detach}/{step}/{moment}/kill", DetachAsync, dies: true);
            }
        }
    }

    private async Task StrikeAsync(string fault, Func<Task> request, bool dies)
    {
        _faulty.Order(fault);
        var told = await FaultyInstance.FailureOfAsync(request);
        Assert.True(told is not null && _faulty.Pending().Count == 0, $"{fault} did not strike: {told}");
        if (dies)
        {
            await _faulty.RestartAsync();
        }
        var plugged = await IsPluggedAsync();
        if (fault.StartsWith(Attach, StringComparison.Ordinal))
        {
            Assert.False(plugged, $"{fault}: the card is there");
        }
        Assert.True(_network.Devices().Except(_without).Any() == plugged, $"{fault}: {string.Join(' ', _network.Devices())}");
        Assert.DoesNotContain(await _faulty.Client.ListJobsAsync(cancellationToken: Ct), job => job.Phase == JobPhase.Stuck);
        if (plugged)
        {
            await DetachAsync();
        }
    }

    private async Task<bool> IsPluggedAsync() => (await _faulty.Client.GetXmlAsync("one", cancellationToken: Ct)).Xml.Contains("52:54:00:00:00:75", StringComparison.Ordinal);

    private Task AttachAsync() => _faulty.Client.AttachDeviceAsync("one", Card, "live", Ct);

    private Task DetachAsync() => _faulty.Client.DetachDeviceAsync("one", Card, "live", Ct);
}
