using Pando.Api.Jobs;
using Pando.Api.Routes;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Rest.Tests.Serving;
using JobPhase = Pando.Api.Jobs.JobPhase;

namespace Pando.Rest.Tests.Endpoints;

public class JobEndpointsTests
{
    [Fact]
    public async Task Running_jobs_can_be_told_from_ended_ones()
    {
        await using var rest = await RestFixture.StartAsync();
        var running = await rest.Jobs.BeginAsync("test.copy", "debian-12");
        await (await rest.Jobs.BeginAsync("machine.start", "web1")).EndAsync();
        var all = await RestFixture.ReadAsync<IReadOnlyList<Job>>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Jobs), 200);
        var active = await RestFixture.ReadAsync<IReadOnlyList<Job>>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Jobs + "?active=true"), 200);
        Assert.Equal(2, all.Count);
        Assert.Equal([running.Id.ToString()], active.Select(job => job.Id));
    }

    [Fact]
    public async Task A_failed_jobs_failure_is_a_problem_in_the_readers_language_with_its_step()
    {
        await using var rest = await RestFixture.StartAsync();
        var job = await rest.Jobs.BeginAsync("machine.start", "web1");
        await job.FailAsync(new PeerException(ErrorCodes.Domain.QemuExited, "qemu: bad", ("name", "web1"), ("status", "1")));
        var read = await RestFixture.ReadAsync<Job>(
            await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Job, job.Id.ToString()), null, ("Accept-Language", "vi")), 200);
        Assert.Equal(JobPhase.Failed, read.Phase);
        Assert.Equal(("domain.qemu-exited", "qemu: bad", "copy"), (read.Failure!.Code, read.Failure.PeerWords, read.Failure.Step));
        Assert.StartsWith("QEMU đã kết thúc", read.Failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_with_the_job_or_with_the_time()
    {
        await using var rest = await RestFixture.StartAsync();
        var job = await rest.Jobs.BeginAsync("test.copy", "debian-12");
        var path = ApiRoutes.Fill(ApiRoutes.Job, job.Id.ToString());
        Assert.Equal(JobPhase.Running, (await RestFixture.ReadAsync<Job>(await rest.SendAsync(HttpMethod.Get, path + "?wait=0.05"), 200)).Phase);
        var waiting = rest.SendAsync(HttpMethod.Get, path + "?wait=60");
        await job.EndAsync();
        var ended = await RestFixture.ReadAsync<Job>(await waiting, 200);
        Assert.Equal((JobPhase.Done, "/images/a.qcow2"), (ended.Phase, ended.Result["volume"]));
        await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, path + "?wait=61"), 400);
        await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, path + "?wait=NaN"), 400);
    }

    [Fact]
    public async Task A_cancelled_job_says_so()
    {
        await using var rest = await RestFixture.StartAsync();
        var job = await rest.Jobs.BeginAsync("test.copy", "debian-12");
        await RestFixture.ReadAsync<Job>(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.JobCancel, job.Id.ToString())), 200);
        var read = await RestFixture.ReadAsync<Job>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Job, job.Id.ToString()) + "?wait=20"), 200);
        Assert.Equal((JobPhase.Cancelled, "job.cancelled"), (read.Phase, read.Failure!.Code));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("5f0e2b1a-0000-4000-8000-000000000001")]
    public async Task A_job_that_nobody_knows_is_not_found(string id)
    {
        await using var rest = await RestFixture.StartAsync();
        Assert.Equal("job.not-found", (await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Fill(ApiRoutes.Job, id)), 404)).Code);
    }
}
