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
internal sealed class IoThreadEndpoints(IDomains domains, MachineAsking machines)
{
    private const string Group = "machines";
    private const string ScopeWords = "current (the default), live, config, or live,config.";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.IoThreads, List)
            .About("listIoThreads", Group, "The I/O threads of a machine.").Answers<IReadOnlyList<MachineIoThread>>();
        api.MapPost(ApiRoutes.IoThreads, AddAsync)
            .About("addIoThread", Group, "Gives a machine one more I/O thread.").TakesJson<IoThreadRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
        api.MapPut(ApiRoutes.IoThread, SetAsync)
            .About("setIoThread", Group, "Changes how an I/O thread polls and how many workers it has.").TakesJson<IoThreadSettings>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
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
        return await machines.ChangeAsync(http, machine, new AddIoThreadRequest(thread, ChangeScopes.Of(scope)));
    }

    private async Task<IResult> SetAsync(HttpContext http, string machine, int number, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var wish = await JsonBody.ReadAsync<IoThreadSettings>(http);
        var said = ((string What, long? Value)[])
        [
            ("pollMaxNs", wish.PollMaxNs), ("pollGrow", wish.PollGrow), ("pollShrink", wish.PollShrink), ("threadPoolMin", wish.ThreadPoolMin), ("threadPoolMax", wish.ThreadPoolMax),
        ];
        if (said.All(one => one.Value is null))
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", string.Join(", ", said.Select(one => one.What))), ("reason", "-"));
        }
        if (said.FirstOrDefault(one => one.Value < 0) is { What: { } negative })
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", negative), ("reason", "0…"));
        }
        var values = new IoThreadDefinition(number)
        {
            ThreadPoolMin = wish.ThreadPoolMin,
            ThreadPoolMax = wish.ThreadPoolMax,
            Polling = said[..3].All(one => one.Value is null) ? null : new IoThreadPolling(wish.PollMaxNs, wish.PollGrow, wish.PollShrink),
        };
        return await machines.ChangeAsync(http, machine, new SetIoThreadRequest(values, ChangeScopes.Of(scope)));
    }

    private Task<IResult> RemoveAsync(HttpContext http, string machine, int number, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope) =>
        machines.ChangeAsync(http, machine, new RemoveIoThreadRequest(number, ChangeScopes.Of(scope)));
}
