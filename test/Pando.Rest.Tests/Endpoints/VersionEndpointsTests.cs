using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Api.Versions;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public class VersionEndpointsTests
{
    [Fact]
    public async Task Versions_are_listed_newest_first_shown_compared_and_taken_back()
    {
        await using var rest = await RestFixture.StartAsync();
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, RestFixture.Xml(Definition(524_288)));
        await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, RestFixture.Xml(Definition(1_048_576)));

        var list = await RestFixture.ReadAsync<IReadOnlyList<DefinitionVersion>>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Versions, "web1")), 200);
        Assert.Equal([(2, true), (1, false)], list.Select(version => (version.Number, version.Current)));
        Assert.All(list, version => Assert.Null(version.Xml));

        var first = await RestFixture.ReadAsync<DefinitionVersion>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Version, "web1", "1")), 200);
        Assert.Contains("524288", first.Xml, StringComparison.Ordinal);

        var diff = await RestFixture.ReadAsync<DefinitionDiff>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.VersionDiff, "web1", "1", "2")), 200);
        Assert.Contains("\n-  <memory unit='KiB'>524288</memory>\n", diff.Text, StringComparison.Ordinal);
        Assert.Contains("\n+  <memory unit='KiB'>1048576</memory>\n", diff.Text, StringComparison.Ordinal);

        var reverted = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.VersionRevert, "web1", "1"), null, ("If-Match", "\"2\""));
        Assert.Equal((3, 524_288L), ((await RestFixture.ReadAsync<Machine>(reverted, 200)).Version, rest.Domains.Get("web1").Definition.MemoryKiB));
    }

    [Fact]
    public async Task A_version_that_does_not_exist_is_not_found_and_one_that_is_no_number_has_no_path()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        Assert.Equal("domain.version-not-found", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Version, "web1", "9")), 404)).Code);
        Assert.Equal("request.unknown-resource", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Version, "web1", "x")), 404)).Code);
    }

    private static string Definition(long memoryKiB) =>
        $"<domain type='kvm'><name>web1</name><uuid>5f0e2b1a-0000-4000-8000-000000000001</uuid><memory unit='KiB'>{memoryKiB}</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os></domain>";
}
