using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Xml.Changes;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>Devices that come to a machine, change and leave it. Each answers the machine afterwards.</summary>
internal sealed class DeviceEndpoints(MachineAsking machines, RestOptions options)
{
    private const string Group = "devices";
    private const string ScopeWords = "current (the default: the running machine, or the definition of one that is off), live, config, or live,config.";

    public void Map(IEndpointRouteBuilder api)
    {
        Describe(api.MapPost(ApiRoutes.Devices, AttachAsync), "attachDevice", "Gives a machine a device; a running guest finds it plugged in.").TakesXml(options);
        Describe(api.MapPut(ApiRoutes.Devices, UpdateAsync), "updateDevice", "Changes a device: its medium, link, limits, password or boot order.").TakesXml(options);
        Describe(api.MapPost(ApiRoutes.DeviceDetach, DetachAsync), "detachDevice", "Takes a device away; a running guest is asked to release it.").TakesXml(options);
        Describe(api.MapDelete(ApiRoutes.Device, DetachAliasAsync), "detachDeviceByAlias", "Takes the device of that alias away; a running guest is asked to release it.");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string operation, string sentence) =>
        endpoint.About(operation, Group, sentence).Answers<Machine>().MayAnswerJob().HeedsVersion();

    private async Task<IResult> AttachAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope) =>
        await machines.ChangeAsync(http, machine, new AttachDeviceRequest(await ReadAsync(http), ChangeScopes.Of(scope)));

    private async Task<IResult> DetachAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope) =>
        await machines.ChangeAsync(http, machine, new DetachDeviceRequest(await ReadAsync(http), null, ChangeScopes.Of(scope)));

    private Task<IResult> DetachAliasAsync(HttpContext http, string machine, string alias, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope) =>
        machines.ChangeAsync(http, machine, new DetachDeviceRequest(null, alias, ChangeScopes.Of(scope)));

    private async Task<IResult> UpdateAsync(
        HttpContext http, string machine,
        [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope,
        [Query(ApiQuery.Force), Description("Opens a tray that the guest keeps closed.")] bool? force) =>
        await machines.ChangeAsync(http, machine, new UpdateDeviceRequest(await ReadAsync(http), ChangeScopes.Of(scope), force == true));

    private static async Task<DeviceText> ReadAsync(HttpContext http) => DeviceText.Read(await XmlBody.ReadAsync(http));
}
