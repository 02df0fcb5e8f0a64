using Pando.LibvirtServer.Connections;

namespace Pando.LibvirtServer.Events;

/// <summary>Something that happened, in libvirt's words.</summary>
/// <param name="Kind">The kind of event: a member of libvirt's enum for this kind of thing (<c>virDomainEventID</c>, <c>virNetworkEventID</c>…).</param>
/// <param name="Thing">What it happened to.</param>
/// <param name="Tell">Tells a client that hears it under a number.</param>
internal sealed record Told(Enum Kind, Guid Thing, Action<ClientSession, int> Tell)
{
    /// <summary>Tells a client that registered without a number, as clients before libvirt 1.2.1 do; null where they cannot hear of it.</summary>
    public Action<ClientSession>? TellUnnumbered { get; init; }

    /// <summary>Its own name, for kinds that are chosen by it; null for all others.</summary>
    public string? Name { get; init; }
}
