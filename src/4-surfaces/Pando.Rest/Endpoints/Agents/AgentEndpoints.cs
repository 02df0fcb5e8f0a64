using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Agents;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints.Agents;

/// <summary>The agent of a guest itself: whether it is there, what it tells, and commands as they are.</summary>
internal sealed class AgentEndpoints(IDomains domains, IGuestAgents agents, Callers callers, TimeProvider time)
{
    /// <summary>The group of all that goes through an agent.</summary>
    public const string Group = "guest agent";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Agent, Status)
            .About("getAgent", Group, "Whether a guest's agent can be talked to; asks nobody.").Answers<AgentStatus>();
        api.MapPut(ApiRoutes.AgentLimit, LimitAsync)
            .About("limitAgent", Group, "Says how long a guest's agent may take for a command that names no limit, until the machine ends.")
            .TakesJson<AgentLimitRequest>().Answers<AgentStatus>().Fails(StatusCodes.Status409Conflict);
        api.MapPost(ApiRoutes.AgentPing, PingAsync)
            .About("pingAgent", Group, "Asks a guest's agent whether it is there, and what it can do.").Answers<AgentPresence>().AsksAgent();
        api.MapGet(ApiRoutes.AgentInfo, InfoAsync)
            .About("getGuestInfo", Group, "What a guest's agent tells of it.").Answers<Api.Agents.GuestInfo>().AsksAgent();
        api.MapPost(ApiRoutes.AgentCommand, CommandAsync)
            .About("sendAgentCommand", Group, "Sends a guest's agent a command as it is; the machine is marked as tampered with.")
            .TakesJson<JsonElement>().Answers<JsonElement>().AsksAgent().KeepsReason();
    }

    private IResult Status(string machine) => JsonAnswer.Of(StatusOf(domains.Get(machine)));

    private static AgentStatus StatusOf(DomainView view) => new()
    {
        State = EnumWords<Model.Domains.GuestAgentState>.KebabOf(view.State.Agent),
        LimitSeconds = view.Live?.AgentLimit?.TotalSeconds,
    };

    private async Task<IResult> LimitAsync(HttpContext http, string machine)
    {
        var id = domains.Get(machine).Id;
        var wish = await JsonBody.ReadAsync<AgentLimitRequest>(http);
        return JsonAnswer.Of(StatusOf(await agents.LimitAsync(id, Seconds.OrNone("seconds", wish.Seconds), http.RequestAborted)));
    }

    private async Task<IResult> PingAsync(HttpContext http, string machine)
    {
        var id = domains.Get(machine).Id;
        var began = time.GetTimestamp();
        await agents.AskAsync(id, new GuestPing(), http.RequestAborted);
        var took = time.GetElapsedTime(began);
        var info = await agents.AskAsync(id, new Pando.GuestAgent.GuestInfo(), http.RequestAborted);
        return JsonAnswer.Of(new AgentPresence
        {
            Version = info.Version,
            Milliseconds = Math.Round(took.TotalMilliseconds, 3),
            Commands = [.. info.SupportedCommands.Where(command => command.Enabled).Select(command => command.Name).Order(StringComparer.Ordinal)],
        });
    }

    private async Task<IResult> InfoAsync(
        HttpContext http, string machine,
        [Query(ApiQuery.Types), Description("users, os, timezone, hostname, filesystem, disk, interface, load, separated by commas; absent: all that the agent tells.")] string? types)
    {
        var wanted = GuestInfoTypes.Read(types);
        return JsonAnswer.Of(await new GuestInfoReading(agents, domains.Get(machine)).ReadAsync(wanted, types is not null, http.RequestAborted));
    }

    private async Task<IResult> CommandAsync(
        HttpContext http, string machine, [Query(ApiQuery.Limit), Description("How many seconds it may take.")] double? limit)
    {
        var id = domains.Get(machine).Id;
        var command = await JsonBody.ReadAnyAsync(http);
        var answer = await agents.CommandAsync(id, command, Seconds.OrNone(ApiQuery.Limit, limit), await callers.OfAsync(http), http.RequestAborted);
        return JsonAnswer.Of(answer);
    }
}
