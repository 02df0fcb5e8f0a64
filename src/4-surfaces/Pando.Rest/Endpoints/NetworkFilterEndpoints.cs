using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Networks;
using Pando.Api.Routes;
using Pando.Model.Errors;
using Pando.Model.Xml.NetworkFilters;
using Pando.Networks.Filters;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>Network filters: list, define, remove.</summary>
internal sealed class NetworkFilterEndpoints(INetworkFilters filters, Callers callers, RestOptions options)
{
    private const string Group = "network-filters";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.NetworkFilterList, (Delegate)List)
            .About("listNetworkFilters", Group, "Every network filter of this host, by name.").Answers<IReadOnlyList<NetworkFilter>>();
        api.MapPost(ApiRoutes.NetworkFilterList, (Delegate)DefineAsync)
            .About("defineNetworkFilter", Group, "Defines a network filter from libvirt's XML: a new one, or a new version, which is in force at once.")
            .TakesXml(options).Answers<NetworkFilter>().HeedsVersion();
        api.MapGet(ApiRoutes.NetworkFilter, Get)
            .About("getNetworkFilter", Group, "A network filter, by its name or its uuid.").Answers<NetworkFilter>();
        api.MapDelete(ApiRoutes.NetworkFilter, UndefineAsync)
            .About("undefineNetworkFilter", Group, "Removes a network filter's definition; one that is needed stays.")
            .Produces(StatusCodes.Status204NoContent).HeedsVersion().Fails(StatusCodes.Status409Conflict);
        api.MapGet(ApiRoutes.NetworkFilterXml, GetXml)
            .About("getNetworkFilterXml", Group, "The definition as libvirt's XML.").AnswersXml();
        api.MapPut(ApiRoutes.NetworkFilterXml, PutXmlAsync)
            .About("putNetworkFilterXml", Group, "Stores a new version of the definition, which is in force at once.").TakesXml(options).Answers<NetworkFilter>().HeedsVersion();
        api.MapGet(ApiRoutes.FilterBindings, (Delegate)ListBindings)
            .About("listFilterBindings", Group, "The devices of the host that stand behind network filters, by name.").Answers<IReadOnlyList<FilterBinding>>();
        api.MapPost(ApiRoutes.FilterBindings, (Delegate)BindAsync)
            .About("createFilterBinding", Group, "Puts a device of the host behind a network filter, from libvirt's XML, until the device goes.")
            .TakesXml(options).Answers<FilterBinding>();
        api.MapDelete(ApiRoutes.FilterBinding, UnbindAsync)
            .About("deleteFilterBinding", Group, "Takes a device of the host out from behind its network filter.").Produces(StatusCodes.Status204NoContent);
        api.MapGet(ApiRoutes.FilterBindingXml, GetBindingXml)
            .About("getFilterBindingXml", Group, "What stands behind which filter, as libvirt's XML.").AnswersXml();
    }

    private IResult ListBindings() => JsonAnswer.Of<IReadOnlyList<FilterBinding>>([.. filters.Bindings().Select(NetworkFilterMapping.Of)]);

    private async Task<IResult> BindAsync(HttpContext http) =>
        JsonAnswer.Of(NetworkFilterMapping.Of(await filters.BindAsync(FilterBindingXml.Read(await XmlBody.ReadAsync(http)), http.RequestAborted)));

    private async Task<IResult> UnbindAsync(HttpContext http, string port)
    {
        await filters.UnbindAsync(port, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private IResult GetBindingXml(string port) => TypedResults.Text(
        FilterBindingXml.Write(filters.Bindings().FirstOrDefault(binding => binding.Port == port) ?? throw new CallerException(ErrorCodes.NetworkFilter.NoBinding, ("port", port))),
        XmlBody.MediaType, Encoding.UTF8);

    private IResult List()
    {
        var behind = filters.Behind();
        return JsonAnswer.Of<IReadOnlyList<NetworkFilter>>([.. filters.List().Select(view => NetworkFilterMapping.Of(view, behind))]);
    }

    private async Task<IResult> DefineAsync(HttpContext http) => Answer(await filters.DefineAsync(
        await XmlBody.ReadAsync(http), VersionPrecondition.Of(http.Request), await callers.OfAsync(http), cancellationToken: http.RequestAborted));

    private IResult Get(string filter) => Answer(filters.Get(filter));

    private async Task<IResult> UndefineAsync(HttpContext http, string filter)
    {
        await filters.UndefineAsync(filters.Get(filter).Id, VersionPrecondition.Of(http.Request), await callers.OfAsync(http), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private IResult GetXml(string filter) => TypedResults.Text(NetworkFilterXml.Write(filters.Get(filter).Definition), XmlBody.MediaType, Encoding.UTF8);

    private async Task<IResult> PutXmlAsync(HttpContext http, string filter)
    {
        var xml = await XmlBody.ReadAsync(http);
        var view = filters.Get(filter);
        var named = NetworkFilterXml.Read(xml, name => filters.Find(name)?.Id);
        if (named.Id != view.Id)
        {
            // The path says which filter is meant; a definition of another one is a mistake, not a wish.
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", http.Request.Path), ("reason", $"{named.Name} ({named.Id}) ≠ {view.Name} ({view.Id})"));
        }
        return Answer(await filters.DefineAsync(xml, VersionPrecondition.Of(http.Request), await callers.OfAsync(http), "edit", http.RequestAborted));
    }

    private IResult Answer(NetworkFilterView view) => JsonAnswer.Of(NetworkFilterMapping.Of(view, filters.Behind()));
}
