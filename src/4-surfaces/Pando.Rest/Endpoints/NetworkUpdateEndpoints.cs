using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Networks;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Xml.Networks;
using Pando.Networks;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>Changes of networks that need no new start: single elements, and ports of the host that lead to guests.</summary>
internal sealed class NetworkUpdateEndpoints(INetworks networks, Callers callers, RestOptions options)
{
    private const string Group = "networks";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(ApiRoutes.NetworkUpdate, UpdateAsync)
            .About("updateNetwork", Group, "Changes one element of a network, while it is active or not.").TakesXml(options).Answers<Network>().Fails(StatusCodes.Status409Conflict);
        api.MapGet(ApiRoutes.NetworkForwards, Forwards)
            .About("listPortForwards", Group, "The ports of the host that lead to a network's guests.").Answers<IReadOnlyList<PortForward>>();
        api.MapPost(ApiRoutes.NetworkForwards, AddAsync)
            .About("addPortForward", Group, "Has ports of the host lead to a guest.").TakesJson<PortForward>().Answers<IReadOnlyList<PortForward>>().Fails(StatusCodes.Status409Conflict);
        api.MapDelete(ApiRoutes.NetworkForward, RemoveAsync)
            .About("removePortForward", Group, "Takes that back; connections that are open stay.").Answers<IReadOnlyList<PortForward>>().Fails(StatusCodes.Status409Conflict);
    }

    private async Task<IResult> UpdateAsync(
        HttpContext http, string network,
        [Query(ApiQuery.Section), Description("forward-interface, portgroup, ip-dhcp-host, ip-dhcp-range, dns-host, dns-txt or dns-srv.")] string section,
        [Query(ApiQuery.Edit), Description("modify, delete, add-last or add-first.")] string edit,
        [Query(ApiQuery.Parent), Description("Which of several ip elements, from 0; absent or -1: the first that fits.")] int? parent,
        [Query(ApiQuery.Scope), Description("live, config, both with a comma, or current; absent is current.")] string? scope)
    {
        var xml = await XmlBody.ReadAsync(http);
        var what = NetworkSectionXml.Section(section) ?? throw Invalid(ApiQuery.Section, $"{section} ({NetworkSectionXml.Words})");
        var how = NetworkSectionXml.Edit(edit) ?? throw Invalid(ApiQuery.Edit, $"{edit} ({NetworkSectionXml.Words})");
        var view = await networks.UpdateAsync(
            networks.Get(network).Id, before => NetworkSectionXml.Apply(before, what, how, xml, parent is >= 0 ? parent : null), ScopeOf(scope),
            await callers.OfAsync(http), "update", http.RequestAborted);
        return JsonAnswer.Of(NetworkMapping.Of(view, networks.UseOf(view.Id)));
    }

    private IResult Forwards(string network) => JsonAnswer.Of(PortForwardMapping.Of(networks.Get(network).Definition));

    private async Task<IResult> AddAsync(
        HttpContext http, string network, [Query(ApiQuery.Scope), Description("live, config, both with a comma, or current; absent: at once, and stored where the network is.")] string? scope)
    {
        var forward = PortForwardMapping.Of(await JsonBody.ReadAsync<PortForward>(http));
        return await ChangeAsync(http, network, scope, "forward", before => before with { PortForwards = before.PortForwards.Add(forward) });
    }

    private async Task<IResult> RemoveAsync(
        HttpContext http, string network, string protocol, int port,
        [Query(ApiQuery.Address), Description("The host's address of the forward; absent: the one for all.")] string? address,
        [Query(ApiQuery.Scope), Description("As when it is added.")] string? scope)
    {
        var wanted = PortForwardMapping.Protocol(protocol);
        var on = address is null ? null : PortForwardMapping.Ip(ApiQuery.Address, address);
        var view = networks.Get(network);
        if (!new[] { view.Asked, view.Live?.Definition }.OfType<NetworkDefinition>().SelectMany(static one => one.PortForwards.Items).Any(IsMeant))
        {
            throw new CallerException(ErrorCodes.Network.NoSuchForward, ("network", view.Name), ("port", port.ToString(CultureInfo.InvariantCulture)));
        }
        // It may be in one of both only.
        return await ChangeAsync(http, network, scope, "forward", before => before with { PortForwards = before.PortForwards.RemoveAll(IsMeant) });

        bool IsMeant(HostPortForward forward) => forward.Protocol == wanted && forward.FirstPort == port && forward.Address == on;
    }

    private async Task<IResult> ChangeAsync(HttpContext http, string network, string? scope, string change, Func<NetworkDefinition, NetworkDefinition> edit)
    {
        var view = networks.Get(network);
        var usual = (view.IsActive ? NetworkScope.Live : NetworkScope.Current) | (view.IsPersistent ? NetworkScope.Config : NetworkScope.Current);
        // Read once more as a whole: what contradicts the rest is refused as in any definition.
        var changed = await networks.UpdateAsync(
            view.Id, before => NetworkXml.Read(NetworkXml.Write(edit(before))), scope is null ? usual : ScopeOf(scope), await callers.OfAsync(http), change, http.RequestAborted);
        return JsonAnswer.Of(PortForwardMapping.Of(changed.Definition));
    }

    private static NetworkScope ScopeOf(string? words)
    {
        var scope = ChangeScopes.Of(words);
        return (scope.HasFlag(ChangeScope.Live) ? NetworkScope.Live : NetworkScope.Current) | (scope.HasFlag(ChangeScope.Config) ? NetworkScope.Config : NetworkScope.Current);
    }

    private static CallerException Invalid(string what, string reason) => new(ErrorCodes.Request.Invalid, ("what", what), ("reason", reason));
}
