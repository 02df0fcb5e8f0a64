using System.Text;
using Microsoft.AspNetCore.Http;
using Pando.Api.Client;
using Pando.Api.Install;
using Pando.Api.Jobs;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Tests.Scripted;

namespace Pando.Api.Tests.Client;

public sealed class PandoClientTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ScriptedPandod _pandod = null!;
    private PandoClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _pandod = await ScriptedPandod.StartAsync(_folder["s"]);
        _client = new PandoClient(new PandoClientOptions { Address = _pandod.Address, Language = "vi", Reason = "vì sao", Token = "secret" });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _pandod.DisposeAsync();
        _folder.Dispose();
    }

    private ReceivedRequest Asked => Assert.Single(_pandod.Requests);

    [Fact]
    public async Task A_thousand_machines_come_in_chunks_and_in_order()
    {
        IReadOnlyList<MachineSummary> thousand = [.. Enumerable.Range(0, 1000).Select(i => Samples.Summary($"máy-{i}", number: i))];
        _pandod.On("GET", "/api/v1/machines", thousand);
        var machines = await _client.ListMachinesAsync("active");
        Assert.Equal(thousand, machines);
        Assert.Equal("GET /api/v1/machines?state=active", Asked.ToString());
    }

    [Fact]
    public async Task The_language_goes_with_questions_the_reason_with_changes_and_the_token_never_over_a_socket()
    {
        _pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1")).On("POST", "/api/v1/machines/web1/start", Samples.Machine("web1"));
        await _client.GetMachineAsync("web1");
        await _client.StartAsync("web1", paused: true);
        var (question, change) = (_pandod.Requests.First(), _pandod.Requests.Last());
        Assert.Equal("vi", question.Headers["Accept-Language"]);
        Assert.False(question.Headers.ContainsKey("X-Pando-Reason"));
        Assert.Equal("POST /api/v1/machines/web1/start?paused=true", change.ToString());
        Assert.Equal("vì sao", Uri.UnescapeDataString(change.Headers["X-Pando-Reason"]));
        Assert.All(_pandod.Requests, request => Assert.False(request.Headers.ContainsKey("Authorization")));
    }

    [Fact]
    public async Task A_problem_comes_with_everything_it_says()
    {
        var problem = Samples.NotFound("web9") with { Line = 3, Column = 7, Element = "/domain/name", PeerWords = "qemu: no" };
        _pandod.Refuse("GET", "/api/v1/machines/web9", problem);
        var thrown = await Assert.ThrowsAsync<PandoProblemException>(() => _client.GetMachineAsync("web9"));
        Assert.Equal("There is no machine 'web9'.", thrown.Message);
        Assert.Equal(problem with { Facts = null }, thrown.Problem with { Facts = null });
        Assert.Equal(problem.Facts!, thrown.Problem.Facts!);
    }

    [Fact]
    public async Task What_is_not_a_pandod_is_said_to_be_none()
    {
        _pandod.On("GET", "/api/v1/host", context => context.Response.WriteAsync("<html>"));
        _pandod.On("GET", "/api/v1/jobs", context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("404 page not found");
        });
        Assert.Equal(UnreachableReason.NotPando, (await Assert.ThrowsAsync<PandoUnreachableException>(() => _client.GetHostAsync())).Reason);
        Assert.Equal("HTTP 404", (await Assert.ThrowsAsync<PandoUnreachableException>(() => _client.ListJobsAsync())).Words);
    }

    [Fact]
    public async Task XML_comes_with_its_version_and_goes_back_with_it()
    {
        _pandod.On("GET", "/api/v1/machines/web1/xml", context =>
        {
            context.Response.Headers.ETag = "\"7\"";
            return context.Response.WriteAsync("<domain>máy</domain>");
        });
        _pandod.On("PUT", "/api/v1/machines/web1/xml", Samples.Machine("web1"));
        var (xml, version) = await _client.GetXmlAsync("web1", inactive: true);
        await _client.PutXmlAsync("web1", Encoding.UTF8.GetBytes(xml), version);
        Assert.Equal("<domain>máy</domain>", _pandod.Requests.Last().Text);
        Assert.Equal("\"7\"", _pandod.Requests.Last().Headers["If-Match"]);
        Assert.Equal("application/xml", _pandod.Requests.Last().Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_job_is_asked_for_and_waited_for()
    {
        _pandod.On("POST", "/api/v1/install", Samples.Job("machine.install", JobPhase.Running), 202);
        _pandod.On("GET", $"/api/v1/jobs/{Samples.Uuid(99)}", Samples.Job("machine.install", JobPhase.Done));
        var job = await _client.StartInstallAsync(new InstallRequest { Name = "web1", CloudInit = new CloudInitRequest { Password = "x" } });
        Assert.Equal("respond-async", Asked.Headers["Prefer"]);
        Assert.Equal("""{"name":"web1","fullCopy":false,"import":false,"cloudInit":{"sshKeys":[],"password":"x","packages":[]},"autostart":false,"noStart":false}""".Length, Asked.Text.Length);
        Assert.True((await _client.GetJobAsync(job.Id, TimeSpan.FromSeconds(0.5))).HasEnded);
        Assert.EndsWith("?wait=0.5", _pandod.Requests.Last().Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_is_copied_byte_by_byte()
    {
        var picture = Enumerable.Range(0, 300_000).Select(i => (byte)(i % 251)).ToArray();
        _pandod.On("GET", "/api/v1/machines/web1/screenshot", context => context.Response.Body.WriteAsync(picture).AsTask());
        using var copy = new MemoryStream();
        await _client.ScreenshotAsync("web1", copy);
        Assert.Equal(picture, copy.ToArray());
    }

    [Fact]
    public async Task A_file_is_sent_with_its_length_and_tells_how_far_it_is()
    {
        long received = 0;
        _pandod.On("POST", "/api/v1/image-uploads", async context =>
        {
            var buffer = new byte[100_000];
            int count;
            while ((count = await context.Request.Body.ReadAsync(buffer)) > 0)
            {
                received += count;
            }
            await ScriptedPandod.Json(context, Samples.Job("image.import", JobPhase.Running), 202);
        });
        using var file = new MemoryStream(new byte[5_000_000]);
        var sent = new Counter();
        await _client.StartImageUploadAsync(new ImageUpload { Name = "a b", Checksum = "sha256:00" }, file, file.Length, sent);
        Assert.Equal(5_000_000, received);
        Assert.Equal(5_000_000, sent.Last);
        Assert.Equal("POST /api/v1/image-uploads?name=a%20b&checksum=sha256%3A00", Asked.ToString());
        Assert.Equal("5000000", Asked.Headers["Content-Length"]);
    }

    [Fact]
    public async Task A_server_that_refuses_a_file_before_its_end_is_heard()
    {
        _pandod.Refuse("POST", "/api/v1/image-uploads", new Problem { Code = "storage.no-space", Kind = ProblemKind.Exhausted, Status = 507, Detail = "No space." });
        using var file = new MemoryStream(new byte[50_000_000]);
        var refused = await Assert.ThrowsAsync<PandoProblemException>(() => _client.StartImageUploadAsync(new ImageUpload { Name = "a" }, file, file.Length));
        Assert.Equal("storage.no-space", refused.Problem.Code);
    }

    private sealed class Counter : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value;
    }
}
