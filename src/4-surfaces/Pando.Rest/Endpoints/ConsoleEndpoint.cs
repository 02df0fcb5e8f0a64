using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Pando.Rest.Streams;

namespace Pando.Rest.Endpoints;

/// <summary>A machine's serial console over a websocket.</summary>
internal sealed class ConsoleEndpoint(
    IDomains domains, StreamPlaces places, RestOptions options, TimeProvider time, ILogger<ConsoleEndpoint> log, CancellationToken stopping)
{
    public void Map(IEndpointRouteBuilder api) =>
        api.MapGet(ApiRoutes.Console, AttachAsync)
            .About("openConsole", "machines", "A serial console: a websocket with binary messages both ways.")
            .Produces(StatusCodes.Status101SwitchingProtocols)
            .Fails(StatusCodes.Status409Conflict, StatusCodes.Status426UpgradeRequired, StatusCodes.Status429TooManyRequests);

    private async Task AttachAsync(
        HttpContext http, string machine,
        [Query(ApiQuery.Device), Description("One of the machine's consoles (serial0); absent: the first.")] string? device,
        [Query(ApiQuery.Force), Description("Sends away whoever looks at it.")] bool? force)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.Headers.Upgrade = "websocket";
            throw new CallerException(ErrorCodes.Request.UpgradeRequired, ("path", http.Request.Path));
        }
        using var place = places.Take();
        await using var console = await domains.AttachConsoleAsync(domains.Get(machine).Id, device, force == true, http.RequestAborted);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        await new ConsoleRelay(socket, console, options.WriteLimit, time, log).RunAsync(stopping, http.RequestAborted);
    }
}
