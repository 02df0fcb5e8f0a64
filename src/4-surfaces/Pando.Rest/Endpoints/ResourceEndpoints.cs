using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Statistics;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>What a machine gets of the host's processors, memory and disks.</summary>
internal sealed class ResourceEndpoints(IDomains domains, IDomainStatistics statistics, MachineAsking machines)
{
    private const string Group = "machines";
    private const string ReadScopeWords = "current (the default), live or config.";
    private const string ScopeWords = "current (the default), live, config, or live,config.";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Resources, (Delegate)Get)
            .About("getResources", Group, "What a machine gets of the host's processors, memory and disks.").Answers<MachineResources>().Fails(StatusCodes.Status409Conflict);
        api.MapGet(ApiRoutes.Threads, ThreadsAsync)
            .About("getThreads", Group, "Which of the host's processors a machine's threads may run on, and where they run.").Answers<MachineThreads>()
            .Fails(StatusCodes.Status409Conflict).AsksPeer();
        api.MapPut(ApiRoutes.Resources, SetAsync)
            .About("setResources", Group, "Changes what a machine gets of the host; what is left out stays.")
            .TakesJson<MachineResources>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
    }

    private IResult Get(string machine, [Query(ApiQuery.Scope), Description(ReadScopeWords)] string? scope)
    {
        var (definition, _) = Meant(machine, scope);
        return JsonAnswer.Of(ResourceMapping.Of(definition));
    }

    private async Task<IResult> ThreadsAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ReadScopeWords)] string? scope)
    {
        var (definition, runs) = Meant(machine, scope);
        return JsonAnswer.Of(runs ? ThreadMapping.Of(await statistics.ThreadsAsync(definition.Id, http.RequestAborted)) : ThreadMapping.Of(definition));
    }

    /// <summary>The definition that is asked about, and whether it is the one in force.</summary>
    private (DomainDefinition Definition, bool Runs) Meant(string machine, string? scope)
    {
        var view = domains.Get(machine);
        return ChangeScopes.Of(scope) switch
        {
            ChangeScope.Config => (view.Asked ?? throw new CallerException(ErrorCodes.Domain.IsTransient, ("name", view.Name)), false),
            ChangeScope.Live when view.Live is null => throw new CallerException(ErrorCodes.Domain.NotRunning, ("name", view.Name)),
            _ => view.Live is { } live ? (live.Definition, true) : (view.Definition, false),
        };
    }

    private async Task<IResult> SetAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var change = ResourceMapping.Change(await JsonBody.ReadAsync<MachineResources>(http));
        return await machines.ChangeAsync(http, machine, new TuneRequest(change, ChangeScopes.Of(scope)));
    }
}
