using System.Net;
using Pando.Api.Host;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public sealed class HostMemoryEndpointsTests
{
    [Fact]
    public async Task Merging_is_shown_and_changed()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.WithFile("sys/kernel/mm/ksm/run", "0").WithFile("sys/kernel/mm/ksm/pages_to_scan", "100");

        Assert.False((await RestFixture.ReadAsync<HostMemory>(await rest.SendAsync(HttpMethod.Get, "/api/v1/host/memory"), 200)).MergedPages!.Running);
        var changed = await RestFixture.ReadAsync<HostMemory>(
            await rest.SendAsync(HttpMethod.Put, "/api/v1/host/memory/merged-pages", Json("""{"running":true,"pagesToScan":250}""")), 200);

        Assert.True(changed.MergedPages is { Running: true, PagesToScan: 250 });
    }

    [Theory]
    [InlineData("merged-pages", """{"pagesToScan":0}""", 400)]
    [InlineData("merged-pages", """{"running":true}""", 501)]
    [InlineData("huge-pages", """{"pageKiB":2048,"count":-1}""", 400)]
    [InlineData("huge-pages", """{"pageKiB":3,"count":1}""", 400)]
    public async Task What_cannot_be_is_refused(string what, string body, int status)
    {
        await using var rest = await RestFixture.StartAsync();

        var answer = await rest.SendAsync(HttpMethod.Put, $"/api/v1/host/memory/{what}", Json(body));

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
    }

    [Fact]
    public async Task Operating_systems_are_listed_and_found()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.WithFile("osinfo/os/tree.xml", """<libosinfo><os id="http://t/1"><short-id>tree1</short-id><name>Tree 1</name><devices><device id="http://pcisig.com/pci/1af4/1041"/></devices></os></libosinfo>""");

        var listed = await RestFixture.ReadAsync<IReadOnlyList<OperatingSystemFacts>>(await rest.SendAsync(HttpMethod.Get, "/api/v1/operating-systems"), 200);

        Assert.Equal(["virtio-network"], Assert.Single(listed).Drivers);
        Assert.Equal("Tree 1", (await RestFixture.ReadAsync<OperatingSystemFacts>(await rest.SendAsync(HttpMethod.Get, "/api/v1/operating-systems/tree1"), 200)).Name);
        Assert.Equal(HttpStatusCode.NotFound, (await rest.SendAsync(HttpMethod.Get, "/api/v1/operating-systems/bush")).StatusCode);
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
}
