using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.State;
using Pando.Model.Xml;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Wire = Pando.Api.Versions;

namespace Pando.Rest.Endpoints;

/// <summary>The versions of a machine's definition: list, look at, compare, take back.</summary>
internal sealed class VersionEndpoints(IDomains domains, Callers callers)
{
    private const string Group = "versions";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Versions, ListAsync)
            .About("listVersions", Group, "All versions of a definition, newest first.").Answers<IReadOnlyList<Wire.DefinitionVersion>>();
        api.MapGet(ApiRoutes.Version, GetAsync)
            .About("getVersion", Group, "One version with its XML.").Answers<Wire.DefinitionVersion>();
        api.MapGet(ApiRoutes.VersionDiff, DiffAsync)
            .About("diffVersions", Group, "What differs between two versions.").Answers<Wire.DefinitionDiff>();
        api.MapPost(ApiRoutes.VersionRevert, RevertAsync)
            .About("revertVersion", Group, "Makes a new version with an old one's text.").Answers<Machine>().HeedsVersion();
    }

    private async Task<IResult> ListAsync(HttpContext http, string machine)
    {
        var view = domains.Get(machine);
        var versions = await domains.VersionsAsync(view.Id, http.RequestAborted);
        return JsonAnswer.Of<IReadOnlyList<Wire.DefinitionVersion>>([.. versions.Reverse().Select(version => Of(version, view))]);
    }

    private async Task<IResult> GetAsync(HttpContext http, string machine, int version)
    {
        var view = domains.Get(machine);
        var found = await FindAsync(view, version, http.RequestAborted);
        return JsonAnswer.Of(Of(found, view) with { Xml = WithoutSecrets(found) });
    }

    private async Task<IResult> DiffAsync(HttpContext http, string machine, int from, int to)
    {
        var view = domains.Get(machine);
        var older = await FindAsync(view, from, http.RequestAborted);
        var newer = await FindAsync(view, to, http.RequestAborted);
        var text = UnifiedDiff.Of(WithoutSecrets(older), WithoutSecrets(newer), Label(view, from), Label(view, to));
        return JsonAnswer.Of(new Wire.DefinitionDiff { From = from, To = to, Text = text });
    }

    private async Task<IResult> RevertAsync(HttpContext http, string machine, int version)
    {
        var view = domains.Get(machine);
        var by = await callers.OfAsync(http);
        return MachineAnswer.Of(http, await domains.RevertAsync(view.Id, version, VersionPrecondition.Of(http.Request), by, http.RequestAborted));
    }

    private async Task<DefinitionVersion> FindAsync(DomainView view, int number, CancellationToken cancellationToken)
    {
        var versions = await domains.VersionsAsync(view.Id, cancellationToken);
        return versions.FirstOrDefault(version => version.Number == number)
            ?? throw new CallerException(
                ErrorCodes.Domain.VersionNotFound, ("name", view.Name), ("version", number.ToString(CultureInfo.InvariantCulture)));
    }

    private static string WithoutSecrets(DefinitionVersion version) => DomainXml.Write(DomainXml.Read(version.Text), new DomainXmlOptions());

    private static string Label(DomainView view, int number) => string.Create(CultureInfo.InvariantCulture, $"{view.Name}@{number}");

    private static Wire.DefinitionVersion Of(DefinitionVersion version, DomainView view) => new()
    {
        Number = version.Number,
        At = version.At,
        By = version.By,
        Reason = version.Reason,
        Change = version.Change,
        Current = version.Number == view.Version,
    };
}
