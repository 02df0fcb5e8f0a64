using System.Globalization;
using Pando.GuestAgent;
using Pando.Model.Errors;

namespace Pando.Domains.Agents;

/// <summary>Turns failures of an agent's session into Pando's own, so that no exception of the protocol leaves the engine. The agent's words are kept.</summary>
internal static class AgentErrors
{
    public static PandoException Of(AgentException failure, string domain)
    {
        ErrorFact[] facts = [("name", domain), ("command", failure.Command)];
        return failure switch
        {
            AgentErrorException { IsUnknownCommand: true } unknown => new PeerException(ErrorCodes.Agent.UnknownCommand, unknown.Description, unknown, facts),
            AgentErrorException refused => new PeerException(ErrorCodes.Agent.Refused, refused.Description, refused, facts),
            AgentTimeoutException silent => new PeerException(
                ErrorCodes.Agent.Silent, null, silent, [.. facts, ("waited", silent.Limit.TotalSeconds.ToString("0.### s", CultureInfo.InvariantCulture))]),
            AgentProtocolException nonsense => new PeerException(ErrorCodes.Agent.Nonsense, nonsense.What, nonsense, facts),
            _ => new PeerException(ErrorCodes.Agent.Gone, null, failure, facts),
        };
    }
}
