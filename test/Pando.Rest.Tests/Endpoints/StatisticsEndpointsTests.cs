using Pando.Api.Routes;
using Pando.Model.Domains;
using Pando.Rest.Tests.Serving;
using Engine = Pando.Domains.Statistics;
using Wire = Pando.Api.Statistics;

namespace Pando.Rest.Tests.Endpoints;

public class StatisticsEndpointsTests
{
    [Fact]
    public async Task Figures_come_from_the_cache_unless_fresh_ones_are_wanted()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        rest.Statistics.Figures =
        [
            new Engine.MachineStatistics(DomainId.New(), "web1")
            {
                Numbers = new Dictionary<string, long> { ["cpu.time"] = 5 }, Words = new Dictionary<string, string> { ["block.0.name"] = "vda" }, At = DateTimeOffset.UnixEpoch,
            },
        ];
        var told = await RestFixture.ReadAsync<IReadOnlyList<Wire.MachineStatistics>>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Statistics + "?machines=web1&groups=cpu,net"), 200);
        Assert.Equal((5L, "vda", DateTimeOffset.UnixEpoch), (told[0].Numbers["cpu.time"], told[0].Words["block.0.name"], told[0].At));
        await rest.SendAsync(HttpMethod.Get, ApiRoutes.Statistics + "?fresh=true");
        await rest.SendAsync(HttpMethod.Get, ApiRoutes.Statistics + "?groups=block&backing=true");
        Assert.Equal(["read 1 Cpu,Net", "refresh", "read all ", "read all Block of chains"], rest.Statistics.Asked);
    }

    [Theory]
    [InlineData("?groups=weather", 400)]
    [InlineData("?machines=nobody", 404)]
    public async Task What_is_not_there_is_refused(string query, int status)
    {
        await using var rest = await RestFixture.StartAsync();
        Assert.Equal(status, (int)(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Statistics + query)).StatusCode);
    }

    [Fact]
    public async Task A_measurement_has_a_length()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        var path = ApiRoutes.Fill(ApiRoutes.DirtyRate, "web1");
        Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Post, path + "?seconds=3")).StatusCode);
        Assert.Equal(400, (int)(await rest.SendAsync(HttpMethod.Post, path + "?seconds=61")).StatusCode);
        Assert.Equal(204, (int)(await rest.SendAsync(HttpMethod.Post, path + "?mode=dirty-ring")).StatusCode);
        Assert.Equal(400, (int)(await rest.SendAsync(HttpMethod.Post, path + "?mode=guess")).StatusCode);
        Assert.Equal(["measure 3", "measure 1dirty-ring"], rest.Statistics.Asked);
    }
}
