using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>The threads that do the I/O of a machine's disks.</summary>
internal sealed class IoThreadEndpoints(IDomains domains, Callers callers, JobAnswers answers)
{
    private const string Group = "machines";
    private const string ScopeWords = "current (the default), live, config, or live,config.";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.IoThreads, List)
            .About("listIoThreads", Group, "The I/O threads of a machine.").Answers<IReadOnlyList<MachineIoThread>>();
        api.MapPost(ApiRoutes.IoThreads, AddAsync)
            .About("addIoThread", Group, "Gives a machine one more I/O thread.").TakesJson<IoThreadRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
        api.MapDelete(ApiRoutes.IoThread, RemoveAsync)
            .About("removeIoThread", Group, "Takes an I/O thread away that nothing uses.").Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
    }

    private IResult List(string machine, [Query(ApiQuery.Scope), Description("current (the default), live or config.")] string? scope)
    {
        var view = domains.Get(machine);
        var definition = ChangeScopes.Of(scope) switch
        {
            ChangeScope.Config => view.Asked ?? throw new CallerException(ErrorCodes.Domain.IsTransient, ("name", view.Name)),
            ChangeScope.Live => view.Live?.Definition ?? throw new CallerException(ErrorCodes.Domain.NotRunning, ("name", view.Name)),
            _ => view.Live?.Definition ?? view.Asked ?? view.Transient!,
        };
        return JsonAnswer.Of<IReadOnlyList<MachineIoThread>>([.. definition.IoThreads.Items.OrderBy(thread => thread.Id).Select(thread => Of(definition, thread))]);
    }

    private static MachineIoThread Of(DomainDefinition definition, IoThreadDefinition thread) => new()
    {
        Id = thread.Id,
        Cpus = (definition.CpuTuning.IoThreadPins.Items.FirstOrDefault(pin => pin.Thread == thread.Id)?.Cpus ?? definition.CpuSet)?.ToString(),
        UsedBy = IoThreadUsers.Of(definition, thread.Id),
        PollMaxNs = thread.Polling?.MaxNanoseconds,
    };

    private async Task<IResult> AddAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var wish = await JsonBody.ReadAsync<IoThreadRequest>(http);
        if (wish.Id < 1 || wish.PollMaxNs < 0)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", wish.Id < 1 ? "id" : "pollMaxNs"), ("reason", wish.Id < 1 ? "1…" : "0…"));
        }
        var thread = new IoThreadDefinition(wish.Id) { Polling = wish.PollMaxNs is { } most ? new IoThreadPolling(most) : null };
        return await AskAsync(http, machine, new AddIoThreadRequest(thread, ChangeScopes.Of(scope)));
    }

    private Task<IResult> RemoveAsync(HttpContext http, string machine, int number, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope) =>
        AskAsync(http, machine, new RemoveIoThreadRequest(number, ChangeScopes.Of(scope)));

    private async Task<IResult> AskAsync(HttpContext http, string machine, ChangeRequest request)
    {
        var by = await callers.OfAsync(http);
        var task = domains.Request(domains.Get(machine).Id, request with { ExpectedVersion = VersionPrecondition.Of(http.Request) }, by);
        return await answers.OfAsync(http, task, view => MachineAnswer.Of(http, view));
    }
}
