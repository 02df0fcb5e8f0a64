using System.ComponentModel;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Networks;
using Pando.Api.Routes;
using Pando.Model.Errors;
using Pando.Model.Xml.Networks;
using Pando.Networks;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>Virtual networks: list, define, start, stop, remove.</summary>
internal sealed class NetworkEndpoints(INetworks networks, Callers callers, JobAnswers answers, RestOptions options)
{
    private const string Group = "networks";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.NetworkList, (Delegate)List)
            .About("listNetworks", Group, "Every virtual network of this host, by name.").Answers<IReadOnlyList<Network>>();
        api.MapPost(ApiRoutes.NetworkList, DefineAsync)
            .About("defineNetwork", Group, "Defines a network from libvirt's network XML: a new one, or a new version.")
            .TakesXml(options).Answers<Network>().MayAnswerJob().HeedsVersion();
        api.MapGet(ApiRoutes.Network, Get)
            .About("getNetwork", Group, "A network, by its name or its uuid.").Answers<Network>();
        api.MapDelete(ApiRoutes.Network, UndefineAsync)
            .About("undefineNetwork", Group, "Removes a network's definition; one that is active lives on until it is stopped.")
            .Produces(StatusCodes.Status204NoContent).HeedsVersion();
        api.MapGet(ApiRoutes.NetworkXml, GetXml)
            .About("getNetworkXml", Group, "The definition as libvirt's network XML; in force while the network is active.").AnswersXml()
            .Fails(StatusCodes.Status409Conflict);
        api.MapPut(ApiRoutes.NetworkXml, PutXmlAsync)
            .About("putNetworkXml", Group, "Stores a new version of the definition.").TakesXml(options).Answers<Network>().HeedsVersion();
        api.MapPost(ApiRoutes.NetworkStart, StartAsync)
            .About("startNetwork", Group, "Makes a network's bridge, its firewall and its server.").Answers<Network>().MayAnswerJob()
            .Fails(StatusCodes.Status409Conflict);
        api.MapPost(ApiRoutes.NetworkStop, StopAsync)
            .About("stopNetwork", Group, "Removes them; guests on it stay connected to nothing.").Answers<Network>().MayAnswerJob()
            .Fails(StatusCodes.Status409Conflict);
        api.MapPut(ApiRoutes.NetworkAutostart, SetAutostartAsync)
            .About("setNetworkAutostart", Group, "Sets whether a network starts with the host.").TakesJson<AutostartRequest>().Answers<Network>()
            .Fails(StatusCodes.Status409Conflict);
        api.MapGet(ApiRoutes.NetworkLeases, Leases)
            .About("listNetworkLeases", Group, "The addresses that its server has given to guests.").Answers<IReadOnlyList<DhcpLease>>();
    }

    private IResult List() => JsonAnswer.Of<IReadOnlyList<Network>>([.. networks.List().Select(view => NetworkMapping.Of(view, networks.UseOf(view.Id)))]);

    private async Task<IResult> DefineAsync(
        HttpContext http, [Query(ApiQuery.Create), Description("transient: starts the network without storing it.")] string? create)
    {
        var xml = await XmlBody.ReadAsync(http);
        var by = await callers.OfAsync(http);
        switch (create)
        {
            case null:
                return Answer(await networks.DefineAsync(xml, VersionPrecondition.Of(http.Request), by, cancellationToken: http.RequestAborted));
            case ApiQuery.Transient:
                var (id, job) = await networks.CreateAsync(xml, by, http.RequestAborted);
                return await answers.OfAsync(http, job, _ => Task.FromResult(Answer(networks.Get(id.ToString()))));
            default:
                throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Create), ("reason", create));
        }
    }

    private IResult Get(string network) => Answer(networks.Get(network));

    private async Task<IResult> UndefineAsync(HttpContext http, string network)
    {
        await networks.UndefineAsync(networks.Get(network).Id, VersionPrecondition.Of(http.Request), await callers.OfAsync(http), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private IResult GetXml(string network, [Query(ApiQuery.Inactive), Description("What the next start uses, also while it is active.")] bool? inactive)
    {
        var view = networks.Get(network);
        var text = inactive == true || view.Live is null
            ? NetworkXml.Write(view.Asked ?? throw new CallerException(ErrorCodes.Network.IsTransient, ("network", view.Name)))
            : NetworkXml.Write(view.Live.Definition, networks.UseOf(view.Id).Connections);
        return TypedResults.Text(text, XmlBody.MediaType, Encoding.UTF8);
    }

    private async Task<IResult> PutXmlAsync(HttpContext http, string network)
    {
        var xml = await XmlBody.ReadAsync(http);
        var view = networks.Get(network);
        var named = NetworkXml.Read(xml);
        if (named.Id != view.Id)
        {
            // The path says which network is meant; a definition of another one is a mistake, not a wish.
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", http.Request.Path), ("reason", $"{named.Name} ({named.Id}) ≠ {view.Name} ({view.Id})"));
        }
        return Answer(await networks.DefineAsync(xml, VersionPrecondition.Of(http.Request), await callers.OfAsync(http), "edit", http.RequestAborted));
    }

    private async Task<IResult> StartAsync(HttpContext http, string network)
    {
        var id = networks.Get(network).Id;
        var job = await networks.StartAsync(id, await callers.OfAsync(http), http.RequestAborted);
        return await answers.OfAsync(http, job, _ => Task.FromResult(Answer(networks.Get(id.ToString()))));
    }

    private async Task<IResult> StopAsync(HttpContext http, string network)
    {
        var view = networks.Get(network);
        var job = await networks.StopAsync(view.Id, await callers.OfAsync(http), http.RequestAborted);
        // One that is not stored is gone by then.
        return await answers.OfAsync(http, job, _ => Task.FromResult(Answer(networks.Find(view.Id.ToString()) ?? view with { Live = null, Asked = view.Definition })));
    }

    private async Task<IResult> SetAutostartAsync(HttpContext http, string network)
    {
        var wish = await JsonBody.ReadAsync<AutostartRequest>(http);
        return Answer(await networks.SetAutostartAsync(networks.Get(network).Id, wish.Enabled, http.RequestAborted));
    }

    private IResult Leases(string network) => JsonAnswer.Of<IReadOnlyList<DhcpLease>>(
        [.. networks.Leases(networks.Get(network).Id).Select(NetworkMapping.Of).OrderBy(static lease => lease.Address, StringComparer.Ordinal)]);

    private IResult Answer(NetworkView view) => JsonAnswer.Of(NetworkMapping.Of(view, networks.UseOf(view.Id)));
}
