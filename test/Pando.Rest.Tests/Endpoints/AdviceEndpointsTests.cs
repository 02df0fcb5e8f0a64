using System.Net;
using Pando.Api.Advice;
using Pando.Api.Machines;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public sealed class AdviceEndpointsTests
{
    [Fact]
    public async Task Findings_are_told_in_the_readers_language_and_fixed_by_name()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");

        var english = await RestFixture.ReadAsync<IReadOnlyList<DoctorFinding>>(await rest.SendAsync(HttpMethod.Get, "/api/v1/machines/web1/doctor"), 200);
        var vietnamese = await RestFixture.ReadAsync<IReadOnlyList<DoctorFinding>>(
            await rest.SendAsync(HttpMethod.Get, "/api/v1/machines/web1/doctor", null, ("Accept-Language", "vi")), 200);

        var missing = Assert.Single(english, static finding => finding.Name == "no-guest-agent");
        Assert.True(missing is { Concern: DoctorConcern.Safety, Fixable: true });
        Assert.NotEqual(missing.Message, vietnamese.Single(static finding => finding.Name == "no-guest-agent").Message);

        await RestFixture.ReadAsync<Machine>(await rest.SendAsync(HttpMethod.Post, "/api/v1/machines/web1/doctor/fix?only=no-guest-agent"), 200);
        Assert.Contains("org.qemu.guest_agent.0", rest.Domains.LastXml, StringComparison.Ordinal);
        Assert.DoesNotContain("<rng", rest.Domains.LastXml, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await rest.SendAsync(HttpMethod.Post, "/api/v1/machines/web1/doctor/fix?only=host-without-kvm")).StatusCode);
    }

    [Fact]
    public async Task A_profile_is_shown_before_it_is_applied()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");

        var preview = await RestFixture.ReadAsync<ProfilePreview>(await rest.SendAsync(HttpMethod.Get, "/api/v1/machines/web1/profiles/dense"), 200);
        Assert.Null(rest.Domains.LastXml);
        await RestFixture.ReadAsync<Machine>(await rest.SendAsync(HttpMethod.Put, "/api/v1/machines/web1/profiles/dense"), 200);

        Assert.Contains("+      <stats period='10'/>", preview.Diff, StringComparison.Ordinal);
        Assert.Equal("merging-off", Assert.Single(preview.Notices).Name);
        Assert.Equal(preview.Xml, rest.Domains.LastXml);
        Assert.Equal(HttpStatusCode.BadRequest, (await rest.SendAsync(HttpMethod.Get, "/api/v1/machines/web1/profiles/fast")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await rest.SendAsync(HttpMethod.Get, "/api/v1/machines/web9/profiles/dense")).StatusCode);
    }
}
