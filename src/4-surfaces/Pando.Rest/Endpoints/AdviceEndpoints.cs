using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Advice;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Advising;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Errors;
using Pando.Model.Xml;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using DoctorFinding = Pando.Api.Advice.DoctorFinding;

namespace Pando.Rest.Endpoints;

/// <summary>What a definition costs, and definitions for a purpose.</summary>
internal sealed class AdviceEndpoints(IDomains domains, MachineAdvice advice, Callers callers)
{
    private const string Group = "machines";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Doctor, ExamineAsync)
            .About("examineMachine", Group, "What in a machine's definition costs performance, safety or room.").Answers<IReadOnlyList<DoctorFinding>>().AsksPeer();
        api.MapPost(ApiRoutes.DoctorFix, FixAsync)
            .About("fixMachine", Group, "Makes a new version of the definition without the findings that can be fixed.").Answers<Machine>().HeedsVersion().KeepsReason().AsksPeer();
        api.MapGet(ApiRoutes.Profile, PreviewAsync)
            .About("previewProfile", Group, "What a profile comes to for a machine; nothing is changed.").Answers<ProfilePreview>().AsksPeer();
        api.MapPut(ApiRoutes.Profile, ApplyAsync)
            .About("applyProfile", Group, "Makes a new version of the definition under a profile.").Answers<Machine>().HeedsVersion().KeepsReason().AsksPeer();
    }

    private async Task<IResult> ExamineAsync(HttpContext http, string machine)
    {
        var findings = await advice.ExamineAsync(machine, http.RequestAborted);
        var culture = Language.Of(http.Request);
        return JsonAnswer.Of<IReadOnlyList<DoctorFinding>>([.. findings.Select(finding => AdviceMapping.Of(finding, culture))]);
    }

    private async Task<IResult> FixAsync(
        HttpContext http, string machine, [Query(ApiQuery.Only), Description("The names of findings, joined by commas; absent: all that can be fixed.")] string? only) =>
        MachineAnswer.Of(http, await advice.FixAsync(
            machine, only?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            VersionPrecondition.Of(http.Request), await callers.OfAsync(http), http.RequestAborted));

    private async Task<IResult> PreviewAsync(HttpContext http, string machine, string profile)
    {
        var chosen = Parse(profile);
        var view = domains.Get(machine);
        var previewed = await advice.PreviewAsync(machine, chosen, http.RequestAborted);
        var culture = Language.Of(http.Request);
        var xml = DomainXml.Write(previewed.Definition);
        return JsonAnswer.Of(new ProfilePreview
        {
            Profile = profile,
            Xml = xml,
            Diff = UnifiedDiff.Of(DomainXml.Write(view.Asked ?? view.Definition), xml, view.Name, $"{view.Name} ({profile})"),
            Notices = [.. previewed.Notices.Items.Select(notice => AdviceMapping.Of(notice, culture))],
        });
    }

    private async Task<IResult> ApplyAsync(HttpContext http, string machine, string profile) =>
        MachineAnswer.Of(http, await advice.ApplyAsync(machine, Parse(profile), VersionPrecondition.Of(http.Request), await callers.OfAsync(http), http.RequestAborted));

    private static TuningProfile Parse(string profile) => ProfileMark.Parse(profile)
        ?? throw new CallerException(ErrorCodes.Request.Invalid, ("what", $"profile '{profile}'"), ("reason", string.Join(", ", Enum.GetValues<TuningProfile>().Select(ProfileMark.Word))));
}
