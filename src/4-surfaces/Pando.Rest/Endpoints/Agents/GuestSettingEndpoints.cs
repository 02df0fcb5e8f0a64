using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Agents;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using GuestSshKeys = Pando.Api.Agents.GuestSshKeys;
using GuestVcpu = Pando.Api.Agents.GuestVcpu;

namespace Pando.Rest.Endpoints.Agents;

/// <summary>What is set inside a guest: its clock, passwords and keys of its users, the processors it uses.</summary>
internal sealed class GuestSettingEndpoints(IDomains domains, IGuestAgents agents, TimeProvider time)
{
    private const long NanosecondsPerTick = 100;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.AgentTime, GetTimeAsync)
            .About("getGuestTime", AgentEndpoints.Group, "A guest's clock.").Answers<GuestTime>().AsksAgent();
        api.MapPut(ApiRoutes.AgentTime, SetTimeAsync)
            .About("setGuestTime", AgentEndpoints.Group, "Sets a guest's clock.").TakesJson<GuestTimeRequest>().Answers<GuestTime>().AsksAgent();
        api.MapPut(ApiRoutes.AgentPassword, SetPasswordAsync)
            .About("setGuestPassword", AgentEndpoints.Group, "Sets the password of a guest's user.")
            .TakesJson<GuestPasswordRequest>().Produces(StatusCodes.Status204NoContent).AsksAgent();
        api.MapGet(ApiRoutes.AgentSshKeys, GetKeysAsync)
            .About("getGuestSshKeys", AgentEndpoints.Group, "The SSH keys that let somebody in as a guest's user.").Answers<GuestSshKeys>().AsksAgent();
        api.MapPut(ApiRoutes.AgentSshKeys, SetKeysAsync)
            .About("setGuestSshKeys", AgentEndpoints.Group, "Changes the SSH keys of a guest's user.")
            .TakesJson<GuestSshKeysRequest>().Answers<GuestSshKeys>().AsksAgent();
        api.MapGet(ApiRoutes.AgentVcpus, GetVcpusAsync)
            .About("getGuestVcpus", AgentEndpoints.Group, "The processors as a guest sees them.").Answers<IReadOnlyList<GuestVcpu>>().AsksAgent();
        api.MapPut(ApiRoutes.AgentVcpus, SetVcpusAsync)
            .About("setGuestVcpus", AgentEndpoints.Group, "Has a guest use processors or not.")
            .TakesJson<GuestVcpusRequest>().Answers<IReadOnlyList<GuestVcpu>>().AsksAgent();
    }

    private async Task<IResult> GetTimeAsync(HttpContext http, string machine) => await TimeAsync(domains.Get(machine).Id, http.RequestAborted);

    private async Task<IResult> SetTimeAsync(HttpContext http, string machine)
    {
        var wish = await JsonBody.ReadAsync<GuestTimeRequest>(http);
        if ((wish.Time is null ? 0 : 1) + (wish.Now ? 1 : 0) + (wish.Sync ? 1 : 0) != 1)
        {
            throw Invalid("time", "time | now | sync");
        }
        var id = domains.Get(machine).Id;
        var wanted = wish.Sync ? (DateTimeOffset?)null : wish.Time ?? time.GetUtcNow();
        await agents.AskAsync(id, new GuestSetTime(wanted is { } moment ? Nanoseconds(moment) : null), http.RequestAborted);
        return await TimeAsync(id, http.RequestAborted);
    }

    private async Task<IResult> TimeAsync(DomainId id, CancellationToken cancellationToken)
    {
        var nanoseconds = await agents.AskAsync(id, new GuestGetTime(), cancellationToken);
        return JsonAnswer.Of(new GuestTime { Time = DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick) });
    }

    private async Task<IResult> SetPasswordAsync(HttpContext http, string machine)
    {
        var wish = await JsonBody.ReadAsync<GuestPasswordRequest>(http);
        await agents.SetPasswordAsync(domains.Get(machine).Id, wish.User, new Secret(wish.Password), wish.Encrypted, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<IResult> GetKeysAsync(HttpContext http, string machine, string user) =>
        await KeysAsync(domains.Get(machine).Id, user, http.RequestAborted);

    private async Task<IResult> SetKeysAsync(HttpContext http, string machine, string user)
    {
        var wish = await JsonBody.ReadAsync<GuestSshKeysRequest>(http);
        var id = domains.Get(machine).Id;
        AgentVerb<Nothing> verb = wish.Change switch
        {
            null or "add" => new GuestSshAddAuthorizedKeys(user, wish.Keys),
            "reset" => new GuestSshAddAuthorizedKeys(user, wish.Keys, Reset: true),
            "remove" => new GuestSshRemoveAuthorizedKeys(user, wish.Keys),
            _ => throw Invalid("change", $"{wish.Change} (add, reset, remove)"),
        };
        await agents.AskAsync(id, verb, http.RequestAborted);
        return await KeysAsync(id, user, http.RequestAborted);
    }

    private async Task<IResult> KeysAsync(DomainId id, string user, CancellationToken cancellationToken) =>
        JsonAnswer.Of(new GuestSshKeys { Keys = (await agents.AskAsync(id, new GuestSshGetAuthorizedKeys(user), cancellationToken)).Keys });

    private async Task<IResult> GetVcpusAsync(HttpContext http, string machine) => await VcpusAsync(domains.Get(machine).Id, http.RequestAborted);

    private async Task<IResult> SetVcpusAsync(HttpContext http, string machine)
    {
        var wish = await JsonBody.ReadAsync<GuestVcpusRequest>(http);
        var id = domains.Get(machine).Id;
        switch (wish)
        {
            case { Count: { } count, Online: null, Offline: null }:
                await agents.SetVcpuCountAsync(id, count, http.RequestAborted);
                break;
            case { Count: null }:
                await agents.SetVcpusAsync(id, wish.Online ?? [], wish.Offline ?? [], http.RequestAborted);
                break;
            default:
                throw Invalid("vcpus", "count | online, offline");
        }
        return await VcpusAsync(id, http.RequestAborted);
    }

    private async Task<IResult> VcpusAsync(DomainId id, CancellationToken cancellationToken) =>
        JsonAnswer.Of<IReadOnlyList<GuestVcpu>>(GuestMapping.Vcpus(await agents.AskAsync(id, new GuestGetVcpus(), cancellationToken)));

    private static long Nanoseconds(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;

    private static CallerException Invalid(string what, string reason) => new(ErrorCodes.Request.Invalid, ("what", what), ("reason", reason));
}
