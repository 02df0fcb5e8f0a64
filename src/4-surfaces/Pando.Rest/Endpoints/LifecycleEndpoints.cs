using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Wire = Pando.Api.Machines;

namespace Pando.Rest.Endpoints;

/// <summary>A machine's name, what becomes of it when its guest ends, and what is counted of it.</summary>
internal sealed class LifecycleEndpoints(MachineAsking machines)
{
    private const string Group = "machines";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(ApiRoutes.Rename, RenameAsync)
            .About("renameMachine", Group, "Gives a machine that is off another name.")
            .TakesJson<Wire.RenameRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion();
        api.MapPut(ApiRoutes.LifecycleAction, SetActionAsync)
            .About("setLifecycleAction", Group, "Says what becomes of a machine when its guest powers off, restarts or crashes.")
            .TakesJson<LifecycleActionRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
        api.MapPut(ApiRoutes.PerfEvents, SetPerfEventsAsync)
            .About("setPerfEvents", Group, "Says what the host counts of a machine.")
            .TakesJson<PerfEventsRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion();
    }

    private async Task<IResult> RenameAsync(HttpContext http, string machine)
    {
        var wish = await JsonBody.ReadAsync<Wire.RenameRequest>(http);
        return await machines.AskAsync(http, machine, new Domains.RenameRequest(wish.Name, VersionPrecondition.Of(http.Request)));
    }

    private async Task<IResult> SetActionAsync(
        HttpContext http, string machine, [Query(ApiQuery.Scope), Description("current (the default), live, config, or live,config.")] string? scope)
    {
        var wish = await JsonBody.ReadAsync<LifecycleActionRequest>(http);
        var when = Word<LifecycleEvent>("type", wish.Type, EnumWords<LifecycleEvent>.LowerOf);
        var what = Word<LifecycleAction>("action", wish.Action, EnumWords<LifecycleAction>.KebabOf);
        return await machines.ChangeAsync(http, machine, new SetLifecycleActionRequest(when, what, ChangeScopes.Of(scope)));
    }

    private async Task<IResult> SetPerfEventsAsync(
        HttpContext http, string machine, [Query(ApiQuery.Scope), Description("current (the default), live, config, or live,config.")] string? scope)
    {
        var wish = await JsonBody.ReadAsync<PerfEventsRequest>(http);
        var events = (wish.Enable ?? []).Select(word => EventOf(word, enabled: true)).Concat((wish.Disable ?? []).Select(word => EventOf(word, enabled: false))).ToList();
        if (events.Count == 0 || events.DistinctBy(one => one.Name).Count() != events.Count)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", "enable, disable"), ("reason", string.Join(", ", events.Select(one => PerfEventNames.Word(one.Name)))));
        }
        return await machines.ChangeAsync(http, machine, new SetPerfEventsRequest(events.ToEquatableArray(), ChangeScopes.Of(scope)));
    }

    private static PerfEvent EventOf(string word, bool enabled) => PerfEventNames.Of(word) is { } name
        ? new PerfEvent(name, enabled)
        : throw new CallerException(ErrorCodes.Request.Invalid, ("what", "enable, disable"), ("reason", $"{word} ({string.Join(", ", Enum.GetValues<PerfEventName>().Select(PerfEventNames.Word))})"));

    private static T Word<T>(string what, string given, Func<T, string> wordOf)
        where T : struct, Enum
    {
        foreach (var member in Enum.GetValues<T>())
        {
            if (wordOf(member) == given)
            {
                return member;
            }
        }
        throw new CallerException(
            ErrorCodes.Request.Invalid, ("what", what), ("reason", $"{given} ({string.Join(", ", Enum.GetValues<T>().Select(wordOf))})"));
    }
}
