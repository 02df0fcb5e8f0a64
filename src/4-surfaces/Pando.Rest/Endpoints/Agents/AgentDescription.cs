using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pando.Rest.OpenApi;

namespace Pando.Rest.Endpoints.Agents;

/// <summary>What the OpenAPI document says of every endpoint that asks a guest's agent.</summary>
internal static class AgentDescription
{
    /// <summary>It is refused while no agent is there, and may fail of what the agent says or does not say.</summary>
    public static RouteHandlerBuilder AsksAgent(this RouteHandlerBuilder endpoint) =>
        endpoint.AsksPeer().Fails(StatusCodes.Status409Conflict, StatusCodes.Status501NotImplemented);
}
