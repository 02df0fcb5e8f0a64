using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Xml.Changes;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>How fast network cards are: a device's part that is changed without writing its XML.</summary>
internal sealed class InterfaceSpeedEndpoints(IDomains domains, MachineAsking machines)
{
    private const string Group = "devices";
    private const string ReadScopeWords = "current (the default), live or config.";
    private const string ScopeWords = "current (the default), live, config, or live,config.";
    private const string InterfaceWords = "The card's MAC address, its device on the host, or its alias.";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.InterfaceBandwidth, (Delegate)Get)
            .About("getInterfaceBandwidth", Group, "How fast a machine's network card may be.").Answers<InterfaceSpeeds>().Fails(StatusCodes.Status409Conflict);
        api.MapPut(ApiRoutes.InterfaceBandwidth, SetAsync)
            .About("setInterfaceBandwidth", Group, "Changes how fast a machine's network card may be; a direction that is left out stays.")
            .TakesJson<InterfaceSpeeds>().Answers<Machine>().MayAnswerJob().HeedsVersion().AsksPeer();
    }

    private IResult Get(string machine, [Description(InterfaceWords)] string card, [Query(ApiQuery.Scope), Description(ReadScopeWords)] string? scope) =>
        JsonAnswer.Of(SpeedMapping.Of(Find(Meant(machine, ChangeScopes.Of(scope)), card).Bandwidth));

    private async Task<IResult> SetAsync(
        HttpContext http, string machine, [Description(InterfaceWords)] string card, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var at = ChangeScopes.Of(scope);
        var change = await JsonBody.ReadAsync<InterfaceSpeeds>(http);
        var running = Find(Meant(machine, at), card);
        // Each keeps its other settings: the card that runs need not be the one that is stored.
        var stored = at.HasFlag(ChangeScope.Config) ? Find(Meant(machine, ChangeScope.Config), running.Mac?.ToString() ?? card) : running;
        return await machines.ChangeAsync(http, machine, new UpdateDeviceRequest(Changed(running, change), at, InDefinition: Changed(stored, change)));
    }

    // Its alias is one of this run: in the definition it is found by its address.
    private static DeviceText Changed(InterfaceDevice card, InterfaceSpeeds change) =>
        DeviceText.Of(card with { Bandwidth = SpeedMapping.Changed(card.Bandwidth, change), Alias = null });

    private DomainDefinition Meant(string machine, ChangeScope scope)
    {
        var view = domains.Get(machine);
        return scope switch
        {
            ChangeScope.Config => view.Asked ?? throw new CallerException(ErrorCodes.Domain.IsTransient, ("name", view.Name)),
            ChangeScope.Live when view.Live is null => throw new CallerException(ErrorCodes.Domain.NotRunning, ("name", view.Name)),
            _ => view.Live?.Definition ?? view.Definition,
        };
    }

    private static InterfaceDevice Find(DomainDefinition machine, string card) =>
        machine.Devices.Interfaces.Items.Where(one => IsMeant(one, card)).Take(2).ToList() switch
        {
            [var only] => only,
            [] => throw new CallerException(ErrorCodes.Domain.NoSuchDevice, ("name", machine.Name), ("device", card)),
            _ => throw new CallerException(ErrorCodes.Domain.DeviceAmbiguous, ("name", machine.Name), ("device", card)),
        };

    private static bool IsMeant(InterfaceDevice card, string name) =>
        card.TargetDevice == name || card.Alias?.Name == name || (MacAddress.TryParse(name, out var mac) && card.Mac == mac);
}
