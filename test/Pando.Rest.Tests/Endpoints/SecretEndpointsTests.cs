using System.Net;
using System.Text;
using Pando.Api.Secrets;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public sealed class SecretEndpointsTests
{
    private const string Luks = "<secret><description>web1's disk</description><usage type='volume'><volume>/images/web1.qcow2</volume></usage></secret>";

    [Fact]
    public async Task A_secret_is_defined_given_a_value_and_forgotten()
    {
        await using var rest = await RestFixture.StartAsync();
        var defined = await RestFixture.ReadAsync<SecretFacts>(await rest.SendAsync(HttpMethod.Post, "/api/v1/secrets", Body(Luks, "application/xml")), 200);
        Assert.True(defined is { UsageType: "volume", Usage: "/images/web1.qcow2", HasValue: false });

        var put = await rest.SendAsync(HttpMethod.Put, $"/api/v1/secrets/{defined.Id}/value", Body("""{"value":"c2VzYW1l"}""", "application/json"));
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        Assert.True(Assert.Single(await RestFixture.ReadAsync<IReadOnlyList<SecretFacts>>(await rest.SendAsync(HttpMethod.Get, "/api/v1/secrets"), 200)).HasValue);
        var value = await rest.SendAsync(HttpMethod.Get, "/api/v1/secrets/%2Fimages%2Fweb1.qcow2/value");
        Assert.True(value.Headers.CacheControl!.NoStore);
        Assert.Equal("sesame"u8.ToArray(), (await RestFixture.ReadAsync<SecretContent>(value, 200)).Value);
        Assert.Contains("web1&apos;s disk</description>".Replace("&apos;", "'", StringComparison.Ordinal),
            await (await rest.SendAsync(HttpMethod.Get, $"/api/v1/secrets/{defined.Id}/xml")).Content.ReadAsStringAsync(Limit.Token()), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await rest.SendAsync(HttpMethod.Delete, $"/api/v1/secrets/{defined.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await rest.SendAsync(HttpMethod.Get, $"/api/v1/secrets/{defined.Id}")).StatusCode);
        Assert.DoesNotContain("c2VzYW1l", string.Join("\n", rest.Log.Entries.Select(entry => entry.Text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<secret private='yes'/>", HttpStatusCode.Forbidden)]
    [InlineData("<secret/>", HttpStatusCode.Conflict)]
    public async Task A_value_that_is_private_or_missing_is_not_given(string xml, HttpStatusCode status)
    {
        await using var rest = await RestFixture.StartAsync();
        var defined = await RestFixture.ReadAsync<SecretFacts>(await rest.SendAsync(HttpMethod.Post, "/api/v1/secrets", Body(xml, "application/xml")), 200);
        Assert.Equal(status, (await rest.SendAsync(HttpMethod.Get, $"/api/v1/secrets/{defined.Id}/value")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await rest.SendAsync(HttpMethod.Put, $"/api/v1/secrets/{defined.Id}/value", Body("""{"value":""}""", "application/json"))).StatusCode);
    }

    private static StringContent Body(string text, string type) => new(text, Encoding.UTF8, type);
}
