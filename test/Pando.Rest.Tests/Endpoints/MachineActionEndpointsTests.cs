using Pando.Api.Jobs;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public class MachineActionEndpointsTests
{
    public static TheoryData<string, string, DomainRequest> Actions => new()
    {
        { ApiRoutes.Start, "", new StartRequest() },
        { ApiRoutes.Start, "?paused=true", new StartRequest(Paused: true) },
        { ApiRoutes.Shutdown, "", new ShutdownRequest() },
        { ApiRoutes.Shutdown, "?mode=acpi", new ShutdownRequest(PowerMode.Acpi) },
        { ApiRoutes.Shutdown, "?mode=agent", new ShutdownRequest(PowerMode.Agent) },
        { ApiRoutes.Reboot, "", new RebootRequest() },
        { ApiRoutes.Reboot, "?mode=agent", new RebootRequest(PowerMode.Agent) },
        { ApiRoutes.PmWakeup, "", new WakeRequest() },
        { ApiRoutes.Reset, "", new ResetRequest() },
        { ApiRoutes.Destroy, "", new DestroyRequest() },
        { ApiRoutes.Destroy, "?graceful=true", new DestroyRequest(Graceful: true) },
        { ApiRoutes.Suspend, "", new SuspendRequest() },
        { ApiRoutes.Resume, "", new ResumeRequest() },
    };

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Each_action_asks_the_machine_and_answers_it(string route, string query, DomainRequest expected)
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        var response = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(route, "web1") + query);
        Assert.Equal("web1", (await RestFixture.ReadAsync<Machine>(response, 200)).Name);
        var (name, request, by) = rest.Domains.Requests.Single();
        Assert.Equal(("web1", expected), (name, request));
        Assert.Equal((Environment.UserName, Pando.Linux.Users.UserDatabase.EffectiveUid), (by.Name, by.Uid));
    }

    [Fact]
    public async Task What_the_state_forbids_is_a_conflict_with_its_name()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1", running: true);
        rest.Domains.OnRequest = (_, _) => throw new CallerException(ErrorCodes.Domain.AlreadyRunning, ("name", "web1"));
        var problem = await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Start, "web1")), 409);
        Assert.Equal("urn:pando:error:domain.already-running", problem.Type);
        Assert.Equal("web1", problem.Facts!["name"]);
    }

    [Fact]
    public async Task A_client_that_prefers_it_gets_the_job_at_once()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        var job = await rest.Jobs.BeginAsync("machine.start", "web1");
        rest.Domains.OnRequest = (view, _) => new FakeTask(view, job.Running, job.Completion);
        var response = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Start, "web1"), null, ("Prefer", "wait=5, respond-async"));
        var answered = await RestFixture.ReadAsync<Job>(response, 202);
        Assert.Equal(job.Id.ToString(), answered.Id);
        Assert.Equal(ApiRoutes.Fill(ApiRoutes.Job, answered.Id), response.Headers.Location?.OriginalString);
        Assert.Equal("respond-async", response.Headers.GetValues("Preference-Applied").Single());
        Assert.Equal(("copy", 512, 1024, "bytes", "a.qcow2"), (answered.Progress.Step, answered.Progress.Done, answered.Progress.Total, answered.Progress.Unit, answered.Progress.Note));
    }

    [Fact]
    public async Task What_has_no_job_is_answered_with_its_result_whatever_is_preferred()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        var response = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Suspend, "web1"), null, ("Prefer", "respond-async"));
        await RestFixture.ReadAsync<Machine>(response, 200);
    }

    [Fact]
    public async Task A_client_that_does_not_prefer_it_waits_for_the_end()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        var job = await rest.Jobs.BeginAsync("machine.start", "web1");
        rest.Domains.OnRequest = (view, _) => new FakeTask(view, job.Running, job.Completion);
        var waiting = rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Start, "web1"));
        // Another request overtakes it: the wait holds nothing.
        await rest.SendAsync(HttpMethod.Get, ApiRoutes.Machines);
        Assert.False(waiting.IsCompleted);
        await job.EndAsync();
        await RestFixture.ReadAsync<Machine>(await waiting, 200);
    }

    [Fact]
    public async Task A_third_mode_is_unknown()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        var path = ApiRoutes.Fill(ApiRoutes.Shutdown, "web1");
        Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, path + "?mode=nicely"), 400)).Code);
        Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Destroy, "web1") + "?graceful=perhaps"), 400)).Code);
    }
}
