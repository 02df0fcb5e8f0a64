using System.Text;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public class InterfaceSpeedEndpointsTests
{
    private const string Mac = "52:54:00:00:00:01";
    private static readonly string Bandwidth = ApiRoutes.Fill(ApiRoutes.InterfaceBandwidth, "web1", Mac);

    [Fact]
    public async Task A_direction_that_is_left_out_stays_and_zero_takes_a_limit_away()
    {
        await using var rest = await StartAsync();
        var before = await RestFixture.ReadAsync<InterfaceSpeeds>(await rest.SendAsync(HttpMethod.Get, Bandwidth), 200);
        Assert.Equal(new InterfaceSpeeds { Inbound = new InterfaceSpeed { AverageKiB = 10, PeakKiB = 20 } }, before);

        await RestFixture.ReadAsync<Machine>(await PutAsync(rest, """{"outbound":{"averageKiB":5}}""", "?scope=config"), 200);
        await RestFixture.ReadAsync<Machine>(await PutAsync(rest, """{"inbound":{"averageKiB":0}}"""), 200);
        var asked = rest.Domains.Requests.Select(static one => (UpdateDeviceRequest)one.Request).ToList();
        Assert.Equal((ChangeScope.Config, "10", "5"), (asked[0].Scope, asked[0].Device.Value("bandwidth/inbound/@average"), asked[0].Device.Value("bandwidth/outbound/@average")));
        Assert.Null(asked[1].Device.Value("bandwidth/inbound/@average"));
        Assert.Equal(Mac, asked[1].Device.Value("mac/@address"));
    }

    [Fact]
    public async Task What_runs_and_what_is_stored_each_keep_the_rest_of_theirs()
    {
        await using var rest = await StartAsync();
        var view = rest.Domains.Put(rest.Domains.Machines["web1"].Definition, 2, running: true);
        var card = Assert.Single(view.Definition.Devices.Interfaces.Items) with { Source = new BridgeSource("br1"), Bandwidth = null };
        rest.Domains.Machines["web1"] = view with { Live = view.Live! with { Definition = view.Definition with { Devices = new DomainDevices { Interfaces = [card] } } } };

        await RestFixture.ReadAsync<Machine>(await PutAsync(rest, """{"outbound":{"averageKiB":5}}""", "?scope=live,config"), 200);
        var asked = (UpdateDeviceRequest)Assert.Single(rest.Domains.Requests).Request;
        Assert.Equal(("br1", null, "5"), (asked.Device.Value("source/@bridge"), asked.Device.Value("bandwidth/inbound/@average"), asked.Device.Value("bandwidth/outbound/@average")));
        Assert.Equal(("br0", "10", "5"), (asked.InDefinition!.Value("source/@bridge"), asked.InDefinition.Value("bandwidth/inbound/@average"), asked.InDefinition.Value("bandwidth/outbound/@average")));
    }

    [Theory]
    [InlineData("""{"outbound":{"averageKiB":-1}}""")]
    [InlineData("""{"outbound":{"averageKiB":5,"peakKiB":4}}""")]
    [InlineData("""{"outbound":{"peakKiB":4}}""")]
    [InlineData("""{"outbound":{"averageKiB":5,"floorKiB":4}}""")]
    [InlineData("""{"outbound":{"averageKiB":99999999999}}""")]
    public async Task What_makes_no_sense_is_refused(string change)
    {
        await using var rest = await StartAsync();
        await RestFixture.ProblemAsync(await PutAsync(rest, change), 400);
        Assert.Empty(rest.Domains.Requests);
    }

    [Fact]
    public async Task A_card_that_is_not_there_is_named()
    {
        await using var rest = await StartAsync();
        Assert.Equal("domain.no-such-device", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.InterfaceBandwidth, "web1", "vnet9")), 404)).Code);
    }

    private static async Task<RestFixture> StartAsync()
    {
        var rest = await RestFixture.StartAsync();
        var card = new InterfaceDevice
        {
            Source = new BridgeSource("br0"),
            Mac = MacAddress.TryParse(Mac, out var mac) ? mac : null,
            Bandwidth = new InterfaceBandwidth(new BandwidthLimit { AverageKiB = 10, PeakKiB = 20 }, null),
        };
        var view = rest.Domains.Add("web1");
        rest.Domains.Put(view.Definition with { Devices = new DomainDevices { Interfaces = [card] } }, 2, running: false);
        return rest;
    }

    private static Task<HttpResponseMessage> PutAsync(RestFixture rest, string change, string query = "") =>
        rest.SendAsync(HttpMethod.Put, Bandwidth + query, new StringContent(change, Encoding.UTF8, "application/json"));
}
