using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Agents;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using GuestTrimResult = Pando.Api.Agents.GuestTrimResult;

namespace Pando.Rest.Endpoints.Agents;

/// <summary>A guest's file systems: frozen, thawed, trimmed.</summary>
internal sealed class GuestFilesystemEndpoints(IDomains domains, IGuestAgents agents)
{
    private const double LongestFreezeSeconds = 86400;
    private static readonly TimeSpan UsualFreeze = TimeSpan.FromMinutes(10);

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.AgentFreeze, StatusAsync)
            .About("getGuestFreeze", AgentEndpoints.Group, "Whether file systems of a guest are frozen.").Answers<GuestFreezeStatus>().AsksAgent();
        api.MapPost(ApiRoutes.AgentFreeze, FreezeAsync)
            .About("freezeGuest", AgentEndpoints.Group, "Freezes file systems of a guest; they are thawed by themselves after a time.")
            .TakesJson<GuestFreezeRequest>(optional: true).Answers<GuestFreezeCount>().AsksAgent();
        api.MapPost(ApiRoutes.AgentThaw, ThawAsync)
            .About("thawGuest", AgentEndpoints.Group, "Thaws all file systems of a guest.").Answers<GuestFreezeCount>().AsksAgent();
        api.MapPost(ApiRoutes.AgentTrim, TrimAsync)
            .About("trimGuest", AgentEndpoints.Group, "Has a guest tell its disks which blocks are unused.")
            .TakesJson<GuestTrimRequest>(optional: true).Answers<IReadOnlyList<GuestTrimResult>>().AsksAgent();
    }

    private async Task<IResult> StatusAsync(HttpContext http, string machine)
    {
        var status = await agents.AskAsync(domains.Get(machine).Id, new GuestFsfreezeStatus(), http.RequestAborted);
        return JsonAnswer.Of(new GuestFreezeStatus { Frozen = status is "frozen" });
    }

    private async Task<IResult> FreezeAsync(HttpContext http, string machine)
    {
        var wish = await JsonBody.ReadOrNoneAsync<GuestFreezeRequest>(http);
        var longest = Seconds.OrNone("limitSeconds", wish?.LimitSeconds, least: 1, most: LongestFreezeSeconds) ?? UsualFreeze;
        var count = await agents.FreezeAsync(domains.Get(machine).Id, wish?.Mountpoints ?? [], longest, http.RequestAborted);
        return JsonAnswer.Of(new GuestFreezeCount { Count = count });
    }

    private async Task<IResult> ThawAsync(HttpContext http, string machine) =>
        JsonAnswer.Of(new GuestFreezeCount { Count = await agents.ThawAsync(domains.Get(machine).Id, http.RequestAborted) });

    private async Task<IResult> TrimAsync(HttpContext http, string machine)
    {
        var wish = await JsonBody.ReadOrNoneAsync<GuestTrimRequest>(http);
        var trimmed = await agents.AskAsync(domains.Get(machine).Id, new GuestFstrim(wish?.MinimumBytes), http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<GuestTrimResult>>(
        [
            .. trimmed.Paths.Select(path => new GuestTrimResult { Mountpoint = path.Path, TrimmedBytes = path.TrimmedBytes, Error = path.Error }),
        ]);
    }
}
