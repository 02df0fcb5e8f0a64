using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>How much memory and how many virtual CPUs a machine has.</summary>
internal sealed class SizeEndpoints(MachineAsking machines)
{
    private const string Group = "machines";
    private const int HighestVcpu = 4095;
    private const string ScopeWords = "current (the default), live, config, or live,config.";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPut(ApiRoutes.Vcpus, SetVcpusAsync)
            .About("setVcpus", Group, "Gives a machine another number of virtual CPUs.").TakesJson<VcpusRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
        api.MapPut(ApiRoutes.VcpuSwitches, SwitchVcpusAsync)
            .About("switchVcpus", Group, "Has single virtual CPUs there or not there.").TakesJson<VcpuSwitchRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
        api.MapPut(ApiRoutes.Memory, SetMemoryAsync)
            .About("setMemory", Group, "Gives a machine more or less memory; a running guest comes to it in its own time.").TakesJson<MemoryRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
    }

    private async Task<IResult> SetVcpusAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var wish = await JsonBody.ReadAsync<VcpusRequest>(http);
        return await machines.ChangeAsync(http, machine, new SetVcpusRequest(wish.Count, wish.Maximum, ChangeScopes.Of(scope)));
    }

    private async Task<IResult> SwitchVcpusAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var wish = await JsonBody.ReadAsync<VcpuSwitchRequest>(http);
        var numbers = NumberSet.TryParse(wish.Vcpus, HighestVcpu) ?? throw new CallerException(ErrorCodes.Request.Invalid, ("what", "vcpus"), ("reason", wish.Vcpus));
        return await machines.ChangeAsync(http, machine, new SwitchVcpusRequest(numbers, wish.Enabled, ChangeScopes.Of(scope)));
    }

    private async Task<IResult> SetMemoryAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var wish = await JsonBody.ReadAsync<MemoryRequest>(http);
        return await machines.ChangeAsync(http, machine, new SetMemoryRequest(wish.MemoryKiB, wish.Maximum, ChangeScopes.Of(scope)));
    }
}
