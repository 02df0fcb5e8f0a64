using System.ComponentModel;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Networks.Tracing;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Wire = Pando.Api.Networks;

namespace Pando.Rest.Endpoints;

/// <summary>Why a guest's packets do not come where they should.</summary>
internal sealed class TraceEndpoints(IDomains domains, NetworkTracer tracer)
{
    public void Map(IEndpointRouteBuilder api) => api.MapGet(ApiRoutes.MachineTrace, TraceAsync)
        .About("traceMachine", "networks", "Follows the way of a running machine's packets, place by place, up to the first that they do not pass.")
        .Answers<IReadOnlyList<Wire.TraceHop>>().Fails(StatusCodes.Status404NotFound).Fails(StatusCodes.Status409Conflict);

    private async Task<IResult> TraceAsync(
        HttpContext http, string machine,
        [Query(ApiQuery.Destination), Description("An address; absent: as far as the gateway.")] string? destination,
        [Query(ApiQuery.Device), Description("The card, by its end on the host or its MAC address; absent: the first.")] string? device)
    {
        var view = domains.Get(machine);
        var cards = (view.Live ?? throw new CallerException(ErrorCodes.Domain.NotRunning, ("name", view.Name))).Definition.Devices.Interfaces.Items.Where(static card => card.Mac is not null);
        var card = cards.FirstOrDefault(card => device is null || Is(card, device)) ?? throw Invalid(ApiQuery.Device, device ?? "0 × <interface>");
        IPAddress? address = null;
        if (destination is not null && !IPAddress.TryParse(destination, out address))
        {
            throw Invalid(ApiQuery.Destination, destination);
        }
        var culture = Language.Of(http.Request);
        return JsonAnswer.Of<IReadOnlyList<Wire.TraceHop>>([.. (await tracer.TraceAsync(view.Name, card, address, http.RequestAborted)).Select(hop => Of(hop, culture))]);
    }

    private static Wire.TraceHop Of(TraceHop hop, CultureInfo culture) => new()
    {
        Hop = hop.Hop,
        Name = TraceTexts.Find(hop.Hop, [], culture)!,
        Status = EnumWords<HopStatus>.KebabOf(hop.Status),
        Finding = hop.Finding,
        Text = TraceTexts.Find(hop.Finding, hop.Facts, culture)!,
        Fix = TraceTexts.Find(hop.Finding + ".fix", hop.Facts, culture),
    };

    private static bool Is(InterfaceDevice card, string wanted) =>
        card.TargetDevice == wanted || (MacAddress.TryParse(wanted, out var mac) && card.Mac == mac);

    private static CallerException Invalid(string what, string reason) => new(ErrorCodes.Request.Invalid, ("what", what), ("reason", reason));
}
