using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model.Domains;
using Pando.Model.Events;

namespace Pando.LibvirtServer.Events;

/// <summary>The machine that an event is of, and how events of machines are told.</summary>
internal sealed record HeardMachine(RemoteDomain Machine)
{
    /// <summary>The machine of an event; null where it is of none.</summary>
    public static HeardMachine? Of(PandoEvent happened, IDomains domains) =>
        DomainId.TryParse(happened.Subject, out var id) && happened.Data.GetValueOrDefault("name") is { } name
            ? new HeardMachine(new RemoteDomain(name, id.Value, domains.Find(happened.Subject)?.Live?.Number ?? -1))
            : null;

    /// <summary>An event that clients hear by number only.</summary>
    public Told New<TMessage>(VirDomainEventId kind, EventMessage<TMessage> numbered, Func<int, TMessage> make)
        where TMessage : IXdrValue<TMessage> => new(kind, Machine.Uuid, (session, number) => session.Send(numbered, make(number)));

    /// <summary>An event that libvirt has had for so long that clients may hear it without a number.</summary>
    public Told Old<TMessage, TNumbered>(
        VirDomainEventId kind, EventMessage<TMessage> unnumbered, TMessage message, EventMessage<TNumbered> numbered, Func<int, TMessage, TNumbered> make)
        where TMessage : IXdrValue<TMessage>
        where TNumbered : IXdrValue<TNumbered> =>
        New(kind, numbered, number => make(number, message)) with { TellUnnumbered = session => session.Send(unnumbered, message) };
}
