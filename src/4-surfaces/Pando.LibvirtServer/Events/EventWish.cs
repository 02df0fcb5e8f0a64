using Pando.LibvirtServer.Connections;

namespace Pando.LibvirtServer.Events;

/// <summary>What a client wants to hear.</summary>
/// <param name="Kind">The kind of event.</param>
/// <param name="Thing">Of what; null: of everything.</param>
/// <param name="Unnumbered">Whether it is told as clients before libvirt 1.2.1 hear it.</param>
/// <param name="Named">By the event's own name; null: of every name.</param>
internal sealed record EventWish(Enum Kind, Guid? Thing, bool Unnumbered = false, Func<string, bool>? Named = null)
{
    /// <summary>Whether this is one.</summary>
    public bool Wants(Told told) =>
        Kind.Equals(told.Kind) && (Thing is null || Thing == told.Thing) && (Named is null || (told.Name is { } name && Named(name)));

    /// <summary>Has the client told.</summary>
    public void Tell(Told told, ClientSession session, int number)
    {
        if (Unnumbered)
        {
            told.TellUnnumbered?.Invoke(session);
            return;
        }
        told.Tell(session, number);
    }
}
