using System.Text;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Statistics;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Endpoints;

public class ResourceEndpointsTests
{
    private static readonly string Resources = ApiRoutes.Fill(ApiRoutes.Resources, "web1");
    private static readonly string Threads = ApiRoutes.Fill(ApiRoutes.Threads, "web1");

    [Fact]
    public async Task A_change_says_only_what_changes()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        var change = """{"cpuShares":2048,"hardLimitKiB":-1,"vcpuPins":[{"thread":1,"cpus":"0-1"},{"thread":0,"cpus":"all"}],"emulatorPin":"0","numaMode":"restrictive"}""";
        await RestFixture.ReadAsync<Machine>(await PutAsync(rest, change, "?scope=live,config"), 200);
        var request = Assert.IsType<TuneRequest>(rest.Domains.Requests.Single().Request);
        Assert.Equal(ChangeScope.Live | ChangeScope.Config, request.Scope);
        Assert.Equal(
            new ResourceChange
            {
                CpuShares = 2048,
                HardLimitKiB = -1,
                NumaMode = NumaMode.Restrictive,
                EmulatorPin = new PinChange(0, NumberSet.Of(0)),
                VcpuPins = [new PinChange(1, NumberSet.Of(0, 1)), new PinChange(0, null)],
            },
            request.Change);
    }

    [Theory]
    [InlineData("""{"emulatorPin":"many"}""")]
    [InlineData("""{"vcpuPins":[{"thread":0,"cpus":""}]}""")]
    [InlineData("""{"numaMode":"lenient"}""")]
    [InlineData("""{"numaNodes":"x"}""")]
    public async Task What_makes_no_sense_is_refused(string change)
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        await RestFixture.ProblemAsync(await PutAsync(rest, change, ""), 400);
        Assert.Empty(rest.Domains.Requests);
    }

    [Fact]
    public async Task Threads_are_those_of_the_kernel_or_of_the_definition()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        rest.Statistics.Threads = new ThreadReport([new ThreadFacts(0, NumberSet.Of(1), 1, 5)], [], NumberSet.Of(0));
        var config = await RestFixture.ReadAsync<MachineThreads>(await rest.SendAsync(HttpMethod.Get, Threads + "?scope=config"), 200);
        Assert.Null(config.Vcpus[0].Cpus);
        Assert.Null(config.Vcpus[0].Cpu);
        await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Get, Threads + "?scope=live"), 409);
    }

    private static Task<HttpResponseMessage> PutAsync(RestFixture rest, string change, string query) =>
        rest.SendAsync(HttpMethod.Put, Resources + query, new StringContent(change, Encoding.UTF8, "application/json"));
}
