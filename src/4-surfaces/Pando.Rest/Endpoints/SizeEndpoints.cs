using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>How much memory and how many virtual CPUs a machine has.</summary>
internal sealed class SizeEndpoints(IDomains domains, Callers callers, JobAnswers answers)
{
    private const string Group = "machines";
    private const string ScopeWords = "current (the default), live, config, or live,config.";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPut(ApiRoutes.Vcpus, SetVcpusAsync)
            .About("setVcpus", Group, "Gives a machine another number of virtual CPUs.").TakesJson<VcpusRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
        api.MapPut(ApiRoutes.Memory, SetMemoryAsync)
            .About("setMemory", Group, "Gives a machine more or less memory; a running guest comes to it in its own time.").TakesJson<MemoryRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
    }

    private async Task<IResult> SetVcpusAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var wish = await JsonBody.ReadAsync<VcpusRequest>(http);
        return await AskAsync(http, machine, new SetVcpusRequest(wish.Count, wish.Maximum, ChangeScopes.Of(scope)));
    }

    private async Task<IResult> SetMemoryAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var wish = await JsonBody.ReadAsync<MemoryRequest>(http);
        return await AskAsync(http, machine, new SetMemoryRequest(wish.MemoryKiB, wish.Maximum, ChangeScopes.Of(scope)));
    }

    private async Task<IResult> AskAsync(HttpContext http, string machine, ChangeRequest request)
    {
        var by = await callers.OfAsync(http);
        var task = domains.Request(domains.Get(machine).Id, request with { ExpectedVersion = VersionPrecondition.Of(http.Request) }, by);
        return await answers.OfAsync(http, task, view => MachineAnswer.Of(http, view));
    }
}
