using System.Net;
using Pando.Api.Networks;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public sealed class NetworkFilterEndpointsTests
{
    private const string Filters = "/api/v1/network-filters";
    private const string Inner = "<filter name='inner' chain='ipv4'><rule action='drop' direction='in'><ip protocol='udp' dstportstart='53'/></rule></filter>";
    private const string Outer = "<filter name='outer'><filterref filter='inner'/><rule action='accept' direction='inout'/></filter>";

    [Fact]
    public async Task A_filter_is_defined_changed_and_removed()
    {
        await using var rest = await RestFixture.StartAsync();
        var inner = await DefineAsync(rest, Inner, 200);
        Assert.Equal(("inner", "ipv4", -700, 1, 1), (inner.Name, inner.Chain, inner.Priority, inner.Version, inner.Rules));
        var outer = await DefineAsync(rest, Outer, 200);
        Assert.Equal(["inner"], outer.Includes);

        // Without a uuid it is the one of that name.
        var again = await DefineAsync(rest, Inner.Replace("53", "54", StringComparison.Ordinal), 200);
        Assert.Equal((inner.Id, 2), (again.Id, again.Version));
        var xml = await (await rest.SendAsync(HttpMethod.Get, $"{Filters}/inner/xml")).Content.ReadAsStringAsync(Limit.Token());
        Assert.Contains("dstportstart='54'", xml, StringComparison.Ordinal);
        Assert.Equal(["inner", "outer"], (await RestFixture.ReadAsync<IReadOnlyList<NetworkFilter>>(await rest.SendAsync(HttpMethod.Get, Filters), 200)).Select(static filter => filter.Name));

        Assert.Equal("nwfilter.in-use", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Delete, $"{Filters}/inner"), 409)).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await rest.SendAsync(HttpMethod.Delete, $"{Filters}/outer")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await rest.SendAsync(HttpMethod.Delete, $"{Filters}/{inner.Id}")).StatusCode);
        Assert.Equal("nwfilter.not-found", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, $"{Filters}/inner"), 404)).Code);
    }

    [Fact]
    public async Task What_cannot_be_changes_nothing()
    {
        await using var rest = await RestFixture.StartAsync();
        var inner = await DefineAsync(rest, Inner, 200);
        await DefineAsync(rest, Outer, 200);
        var path = $"{Filters}/inner/xml";

        var loop = Inner.Replace("<rule", "<filterref filter='outer'/><rule", StringComparison.Ordinal);
        Assert.Equal("nwfilter.loop", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, Filters, RestFixture.Xml(loop)), 400)).Code);
        Assert.Equal("definition.bad-value", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Put, path, RestFixture.Xml(Inner.Replace("53", "99999", StringComparison.Ordinal))), 400)).Code);
        Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Put, path, RestFixture.Xml(Outer)), 400)).Code);
        var elsewhere = $"<filter name='inner'><uuid>{Guid.NewGuid()}</uuid></filter>";
        Assert.Equal("nwfilter.name-taken", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, Filters, RestFixture.Xml(elsewhere)), 409)).Code);
        var renamed = $"<filter name='other'><uuid>{inner.Id}</uuid></filter>";
        Assert.Equal("nwfilter.uuid-taken", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, Filters, RestFixture.Xml(renamed)), 409)).Code);

        await DefineAsync(rest, Inner.Replace("53", "54", StringComparison.Ordinal), 200);
        var stale = await rest.SendAsync(HttpMethod.Put, path, RestFixture.Xml(Inner), ("If-Match", "\"1\""));
        Assert.Equal("nwfilter.changed-meanwhile", (await RestFixture.ProblemAsync(stale, (int)stale.StatusCode)).Code);
        Assert.Equal(2, (await RestFixture.ReadAsync<NetworkFilter>(await rest.SendAsync(HttpMethod.Get, $"{Filters}/inner"), 200)).Version);
    }

    private static async Task<NetworkFilter> DefineAsync(RestFixture rest, string xml, int status) =>
        await RestFixture.ReadAsync<NetworkFilter>(await rest.SendAsync(HttpMethod.Post, Filters, RestFixture.Xml(xml)), status);
}
