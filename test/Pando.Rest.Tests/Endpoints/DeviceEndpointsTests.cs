using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Rest.Requests;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public class DeviceEndpointsTests
{
    [Theory]
    [InlineData(null, ChangeScope.Current)]
    [InlineData("current", ChangeScope.Current)]
    [InlineData("live", ChangeScope.Live)]
    [InlineData("config", ChangeScope.Config)]
    [InlineData("live,config", ChangeScope.Live | ChangeScope.Config)]
    public void A_scope_is_a_list_of_words(string? words, ChangeScope scope) => Assert.Equal(scope, ChangeScopes.Of(words));

    [Fact]
    public async Task A_device_is_detached_by_its_alias()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        var response = await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Device, "web1", "net0") + "?scope=live");
        Assert.Equal("web1", (await RestFixture.ReadAsync<Machine>(response, 200)).Name);
        Assert.Equal(new DetachDeviceRequest(null, "net0", ChangeScope.Live), rest.Domains.Requests.Single().Request);
    }

    [Fact]
    public async Task A_scope_that_is_none_is_refused()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Delete, ApiRoutes.Fill(ApiRoutes.Device, "web1", "net0") + "?scope=tomorrow"), 400);
        Assert.Empty(rest.Domains.Requests);
    }
}
