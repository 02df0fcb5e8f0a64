using Pando.Api.Machines;
using Pando.Api.Routes;

namespace Pando.Rest.Tests.Serving;

public class ManyRequestsTests
{
    [Fact]
    public async Task A_thousand_requests_at_once_are_all_answered()
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1", running: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number =>
            rest.SendAsync(HttpMethod.Post, ApiRoutes.Fill(number % 2 == 0 ? ApiRoutes.Suspend : ApiRoutes.Resume, "web1"))));
        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.Equal(1000, rest.Domains.Requests.Count);
    }

    [Fact]
    public async Task A_thousand_machines_are_listed_whole()
    {
        await using var rest = await RestFixture.StartAsync();
        for (var number = 0; number < 1000; number++)
        {
            rest.Domains.Add($"machine-{number:d4}", running: number % 20 == 0);
        }
        var list = await RestFixture.ReadAsync<IReadOnlyList<MachineSummary>>(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Machines), 200);
        Assert.Equal(1000, list.Count);
        Assert.Equal(50, list.Count(line => line.State.Phase == MachinePhase.Running));
    }
}
