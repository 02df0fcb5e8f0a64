using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>A machine's definition as XML.</summary>
internal sealed class DefinitionEndpoints(IDomains domains, Callers callers, RestOptions options)
{
    private const string Group = "machines";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.MachineXml, Get)
            .About("getMachineXml", Group, "The definition as libvirt domain XML; in force while the machine runs.").AnswersXml()
            .Fails(StatusCodes.Status409Conflict);
        api.MapPut(ApiRoutes.MachineXml, PutAsync)
            .About("putMachineXml", Group, "Stores a new version of the definition.").TakesXml(options).Answers<Machine>().HeedsVersion();
    }

    private IResult Get(
        HttpContext http, string machine,
        [Query(ApiQuery.Inactive), Description("What the next start uses, also while it runs.")] bool? inactive,
        [Query(ApiQuery.Secrets), Description("With passwords.")] bool? secrets)
    {
        var view = domains.Get(machine);
        MachineAnswer.Tag(http, view);
        var asked = inactive == true || view.Live is null;
        if (asked && view.Asked is null)
        {
            throw new CallerException(ErrorCodes.Domain.IsTransient, ("name", view.Name));
        }
        if (secrets == true)
        {
            http.Response.Headers.CacheControl = "no-store";
        }
        return XmlAnswer.Of(asked ? view.Asked! : view.Definition, secrets == true, asked ? null : view.Live);
    }

    private async Task<IResult> PutAsync(HttpContext http, string machine)
    {
        var xml = await XmlBody.ReadAsync(http);
        var view = domains.Get(machine);
        var named = await domains.PreviewAsync(xml, http.RequestAborted);
        if (named.Id != view.Id)
        {
            // The path says which machine is meant; a definition of another one is a mistake, not a wish.
            throw new CallerException(
                ErrorCodes.Request.Invalid, ("what", http.Request.Path), ("reason", $"{named.Name} ({named.Id}) ≠ {view.Name} ({view.Id})"));
        }
        var by = await callers.OfAsync(http);
        var expected = VersionPrecondition.Of(http.Request);
        return MachineAnswer.Of(http, await domains.DefineAsync(xml, expected, by, "edit", http.RequestAborted));
    }
}
