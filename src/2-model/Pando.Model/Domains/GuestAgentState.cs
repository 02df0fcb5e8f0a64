namespace Pando.Model.Domains;

/// <summary>Whether a guest agent can be talked to, as QEMU says it: a program in the guest holds the channel open, or none does.</summary>
public enum GuestAgentState
{
    /// <summary>The machine has no channel for one, or no process.</summary>
    None,

    /// <summary>There is a channel, and nobody in the guest listens.</summary>
    Disconnected,

    /// <summary>A program in the guest has opened the channel.</summary>
    Connected,
}
