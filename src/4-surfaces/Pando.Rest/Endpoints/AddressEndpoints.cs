using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Networks.Addresses;
using Pando.Rest.Answers;
using Pando.Rest.Endpoints.Agents;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>The addresses of guests: what the host knows by itself, and what their agents say.</summary>
internal sealed class AddressEndpoints(IDomains domains, IGuestAgents agents, GuestAddresses addresses)
{
    private const string Words = "lease, arp, agent";

    public void Map(IEndpointRouteBuilder api) => api.MapGet(ApiRoutes.MachineAddresses, ReadAsync)
        .About("listMachineAddresses", "machines", "The addresses of a running machine's cards, with where each is known from.")
        .Answers<IReadOnlyList<MachineCard>>().Fails(StatusCodes.Status404NotFound).AsksAgent();

    private async Task<IResult> ReadAsync(
        HttpContext http, string machine,
        [Query(ApiQuery.Source), Description("lease, arp or agent; absent: leases and neighbours, and the agent for a card of which those tell nothing.")] string? source)
    {
        var only = SourceOf(source);
        var view = domains.Get(machine);
        if (only == AddressSource.Agent)
        {
            return JsonAnswer.Of(await ToldAsync(view, http.RequestAborted));
        }
        var known = Known(view, only);
        if (only is null && view.State.Agent == GuestAgentState.Connected && known.Any(static card => card.Addresses.Count == 0))
        {
            return JsonAnswer.Of(await FilledAsync(view, known, http.RequestAborted));
        }
        return JsonAnswer.Of<IReadOnlyList<MachineCard>>([.. known.Select(card => AddressMapping.Of(card))]);
    }

    private IReadOnlyList<CardAddresses> Known(DomainView view, AddressSource? only) => view.Live is { } live
        ? addresses.Of(live.Definition.Devices.Interfaces.Items, only)
        : throw new CallerException(ErrorCodes.Domain.NotRunning, ("name", view.Name));

    private async Task<IReadOnlyList<MachineCard>> ToldAsync(DomainView view, CancellationToken cancellationToken)
    {
        var told = await agents.AskAsync(view.Id, new GuestNetworkGetInterfaces(), cancellationToken);
        var known = Known(view, null);
        return [.. told.Select(one => AddressMapping.Of(one, known.FirstOrDefault(card => Is(card, one))))];
    }

    // The agent is asked as well, not instead: one that does not answer leaves what is known.
    private async Task<IReadOnlyList<MachineCard>> FilledAsync(DomainView view, IReadOnlyList<CardAddresses> known, CancellationToken cancellationToken)
    {
        IReadOnlyList<GuestNetworkInterface> told = [];
        try
        {
            told = await agents.AskAsync(view.Id, new GuestNetworkGetInterfaces(), cancellationToken);
        }
        catch (PandoException)
        {
            // What the agent's trouble is, is said when it is asked for by name.
        }
        return [.. known.Select(card => card.Addresses.Count == 0 && told.FirstOrDefault(one => Is(card, one)) is { } one ? AddressMapping.Of(one, card) : AddressMapping.Of(card))];
    }

    private static bool Is(CardAddresses card, GuestNetworkInterface told) => string.Equals(card.Mac.ToString(), told.HardwareAddress, StringComparison.OrdinalIgnoreCase);

    private static AddressSource? SourceOf(string? word) => word switch
    {
        null => null,
        "lease" => AddressSource.Lease,
        "arp" => AddressSource.Arp,
        "agent" => AddressSource.Agent,
        _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Source), ("reason", $"{word} ({Words})")),
    };
}
