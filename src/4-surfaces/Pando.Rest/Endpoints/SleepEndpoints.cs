using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Agents;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.Endpoints.Agents;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>A guest's own sleep: it puts itself there, and is woken from outside.</summary>
internal sealed class SleepEndpoints(IDomains domains, IGuestAgents agents, MachineAsking machines)
{
    private const string Group = "machine actions";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(ApiRoutes.PmSuspend, SuspendAsync)
            .About("pmSuspendMachine", Group, "Has a guest put itself to sleep, through its agent; answers when it was asked.").Answers<Machine>().AsksAgent();
        api.MapPost(ApiRoutes.PmWakeup, WakeAsync)
            .About("pmWakeupMachine", Group, "Wakes a guest that sleeps.").Answers<Machine>().MayAnswerJob();
    }

    private async Task<IResult> SuspendAsync(
        HttpContext http, string machine, [Query(ApiQuery.Target), Description("mem (the default), disk or hybrid.")] string? target)
    {
        var view = domains.Get(machine);
        await agents.SuspendAsync(view.Id, Target(target), http.RequestAborted);
        return MachineAnswer.Of(http, domains.Find(view.Id.ToString()) ?? view);
    }

    private Task<IResult> WakeAsync(HttpContext http, string machine) => machines.AskAsync(http, machine, new WakeRequest());

    private static SleepTarget Target(string? word)
    {
        foreach (var target in Enum.GetValues<SleepTarget>())
        {
            if (word is null || word == EnumWords<SleepTarget>.KebabOf(target))
            {
                return target;
            }
        }
        throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Target), ("reason", $"{word} ({string.Join(", ", EnumWords<SleepTarget>.All)})"));
    }
}
