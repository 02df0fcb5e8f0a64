using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Pando.Api.Problems;
using Pando.Api.Routes;
using Pando.Model.Errors;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Problems;

public class ProblemAnswersTests
{
    [Fact]
    public async Task A_problem_says_what_why_and_what_to_do()
    {
        await using var rest = await RestFixture.StartAsync();
        var response = await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Machine, "web1"));
        var problem = await RestFixture.ProblemAsync(response, 404);
        Assert.Equal("urn:pando:error:domain.not-found", problem.Type);
        Assert.Equal("Not Found", problem.Title);
        Assert.Equal("/api/v1/machines/web1", problem.Instance);
        Assert.Equal((ProblemKind.NotFound, "domain.not-found"), (problem.Kind, problem.Code));
        Assert.Contains("web1", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("pando list", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal("en", response.Content.Headers.ContentLanguage.Single());
    }

    [Theory]
    [InlineData("vi-VN,vi;q=0.9,en;q=0.8", "vi")]
    [InlineData("en-US,vi;q=0.5", "en")]
    [InlineData("fr,vi;q=0.1", "vi")]
    [InlineData("fr", "en")]
    [InlineData("vi;q=0", "en")]
    [InlineData(";;;", "en")]
    [InlineData("", "en")]
    public async Task The_caller_chooses_the_language(string accepted, string language)
    {
        await using var rest = await RestFixture.StartAsync();
        var response = await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Machine, "web1"), null, ("Accept-Language", accepted));
        var problem = await RestFixture.ProblemAsync(response, 404);
        Assert.Equal(language, response.Content.Headers.ContentLanguage.Single());
        Assert.Equal(language == "vi", problem.Detail!.StartsWith("Không có máy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_line_and_the_element_of_a_bad_definition_stand_in_members_of_their_own()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Failure = new CallerException(
            ErrorCodes.Request.Invalid, ("what", "x"), ("reason", "y"), ("line", "12"), ("column", "3"), ("element", "/domain/devices/disk[2]"));
        var problem = await RestFixture.ProblemAsync(
            await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines + "?dryRun=true", RestFixture.Xml("<domain/>")), 400);
        Assert.Equal((12, 3, "/domain/devices/disk[2]"), (problem.Line, problem.Column, problem.Element));
    }

    [Fact]
    public async Task What_was_read_from_no_text_has_no_line()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Failure = new CallerException(ErrorCodes.Definition.Unsupported, ("line", "0"), ("element", "/domain/devices/disk[2]"), ("reason", ""));
        var problem = await RestFixture.ProblemAsync(
            await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines + "?dryRun=true", RestFixture.Xml("<domain/>")), 501);
        Assert.Equal((null, "/domain/devices/disk[2]"), (problem.Line, problem.Element));
        Assert.DoesNotContain("line", problem.Facts!.Keys);
    }

    [Fact]
    public async Task What_qemu_said_is_kept_word_for_word()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Failure = new PeerException(ErrorCodes.Domain.QemuRefused, "Device 'x' not found", ("name", "web1"), ("command", "device_del"));
        var problem = await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Start, "web1")), 502);
        Assert.Equal((ProblemKind.PeerRefused, "Device 'x' not found"), (problem.Kind, problem.PeerWords));
    }

    [Fact]
    public async Task What_nobody_expected_is_told_by_a_reference_and_its_trace_stays_in_the_log()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Failure = new InvalidOperationException("secret detail");
        var response = await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Machine, "web1"));
        var text = await response.Content.ReadAsStringAsync();
        var problem = await RestFixture.ProblemAsync(response, 500);
        Assert.Equal("request.unexpected", problem.Code);
        Assert.DoesNotContain("secret detail", text, StringComparison.Ordinal);
        Assert.DoesNotContain("at Pando", text, StringComparison.Ordinal);
        var entry = rest.Log.Entries.Single(entry => entry.Level == LogLevel.Error);
        Assert.Contains(problem.Facts!["reference"], entry.Text, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(entry.Failure);
    }

    [Fact]
    public async Task Paths_methods_and_types_that_are_not_taken_are_problems_too()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        Assert.Equal("request.unknown-resource", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, "/api/v1/machine"), 404)).Code);
        Assert.Equal("request.unknown-resource", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, "/"), 404)).Code);

        var method = await rest.SendAsync(HttpMethod.Patch, ApiRoutes.Machines);
        var refused = await RestFixture.ProblemAsync(method, 405);
        Assert.Equal("request.method-not-allowed", refused.Code);
        Assert.Equal(["GET", "POST"], method.Content.Headers.Allow.Order());

        var type = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, new StringContent("x", Encoding.UTF8, "text/plain"));
        Assert.Equal("request.media-type", (await RestFixture.ProblemAsync(type, 415)).Code);
        var charset = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, new StringContent("<domain/>", Encoding.Unicode, "application/xml"));
        Assert.Equal("request.media-type", (await RestFixture.ProblemAsync(charset, 415)).Code);
        var bytes = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, new ByteArrayContent([0xC3, 0x28]) { Headers = { { "Content-Type", "application/xml" } } });
        Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(bytes, 400)).Code);
    }

    [Fact]
    public async Task A_console_that_is_no_websocket_is_told_to_upgrade()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1", running: true);
        var response = await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Console, "web1"));
        Assert.Equal("request.upgrade-required", (await RestFixture.ProblemAsync(response, 426)).Code);
    }
}
