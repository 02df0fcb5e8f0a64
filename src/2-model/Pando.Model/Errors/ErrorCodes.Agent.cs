namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>The agent inside a guest.</summary>
    public static class Agent
    {
        /// <summary>The machine has no channel for a guest agent. Facts: name.</summary>
        public static readonly ErrorCode NoChannel = new("agent.no-channel", ErrorKind.Refused);

        /// <summary>No agent has opened the channel. Facts: name.</summary>
        public static readonly ErrorCode NotConnected = new("agent.not-connected", ErrorKind.Refused);

        /// <summary>The agent does not answer. Facts: name, command, waited.</summary>
        public static readonly ErrorCode Silent = new("agent.silent", ErrorKind.PeerSilent);

        /// <summary>The agent went away before it answered. Facts: name, command.</summary>
        public static readonly ErrorCode Gone = new("agent.gone", ErrorKind.PeerSilent);

        /// <summary>The agent refused a command; its words are kept. Facts: name, command.</summary>
        public static readonly ErrorCode Refused = new("agent.refused", ErrorKind.PeerRefused);

        /// <summary>The agent does not know a command, or was told not to take it. Facts: name, command.</summary>
        public static readonly ErrorCode UnknownCommand = new("agent.unknown-command", ErrorKind.Unsupported);

        /// <summary>What answers is not the protocol of an agent. Facts: name, command.</summary>
        public static readonly ErrorCode Nonsense = new("agent.nonsense", ErrorKind.PeerRefused);

        /// <summary>The guest did only a part of what it was asked. Facts: name, command, done, wanted.</summary>
        public static readonly ErrorCode InPart = new("agent.in-part", ErrorKind.PeerRefused);
    }
}
