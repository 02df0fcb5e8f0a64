using Pando.Api.Host;
using Pando.Api.Routes;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public class HostEndpointsTests
{
    [Fact]
    public async Task The_host_says_what_runs_guests_and_why_not_something_better()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("a", running: true);
        rest.Domains.Add("b");
        var host = await RestFixture.ReadAsync<HostFacts>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Host), 200);
        Assert.Equal(("host1", "7.2.11", 2, 1), (host.HostName, host.QemuVersion, host.Machines, host.MachinesActive));
        Assert.Equal("tcg", host.Accelerator);
        Assert.NotNull(host.AcceleratorNotice);
        var vietnamese = await RestFixture.ReadAsync<HostFacts>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Host, null, ("Accept-Language", "vi")), 200);
        Assert.NotEqual(host.AcceleratorNotice, vietnamese.AcceleratorNotice);
        Assert.Matches(@"^\d+\.\d+", host.Version);
    }

    [Fact]
    public async Task The_check_is_in_the_callers_language()
    {
        await using var rest = await RestFixture.StartAsync();
        var english = await RestFixture.ReadAsync<HostCheckReport>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.HostCheck), 200);
        var vietnamese = await RestFixture.ReadAsync<HostCheckReport>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.HostCheck, null, ("Accept-Language", "vi")), 200);
        Assert.True(english.CanRunMachines);
        Assert.Equal((CheckStatus.Warn, "kvm-runs-guest"), (english.Items[0].Status, english.Items[0].Id));
        Assert.NotEqual(english.Items[0].Message, vietnamese.Items[0].Message);
    }

    [Fact]
    public async Task Usage_is_in_nanoseconds_and_KiB()
    {
        await using var rest = await RestFixture.StartAsync();
        var usage = await RestFixture.ReadAsync<HostUsage>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.HostUsage), 200);
        Assert.Equal(new ProcessorTimes { User = 3_000_000_000, System = 2_000_000_000, Idle = 9_000_000_000, IoWait = 10_000_000 }, usage.Total);
        Assert.Equal([(0, true, 1_000_000_000L), (1, false, null)], usage.Processors.Select(static one => (one.Number, one.Online, one.Times?.User)));
        Assert.Equal((100, 20, 30), (usage.Memory.FreeKiB, usage.Memory.BuffersKiB, usage.Memory.CachedKiB));
        Assert.Equal(new NodeMemory { Number = 0, TotalKiB = usage.Memory.TotalKiB, FreeKiB = 100 }, Assert.Single(usage.Nodes));
    }
}
