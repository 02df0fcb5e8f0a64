using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains.Tests.Machines;

/// <summary>A host that confines nothing, and remembers for which machines it was asked to.</summary>
internal sealed class Unconfined : IGuestConfinement
{
    public HashSet<DomainId> Confined { get; } = [];

    public ValueTask<GuestConfinement> PrepareAsync(ConfinementOrder order, CancellationToken cancellationToken = default)
    {
        lock (Confined)
        {
            Confined.Add(order.Definition.Id);
        }
        return ValueTask.FromResult(new GuestConfinement());
    }

    public ValueTask<GuestEnclosure> EncloseAsync(
        ConfinementOrder order, GuestConfinement confinement, string program, IReadOnlyList<GuestPath> opens, IReadOnlyList<string> handed,
        CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new GuestEnclosure { Paths = opens });

    public ValueTask EnterAsync(DomainId machine, GuestConfinement confinement, int pid, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public ValueTask AllowAsync(DomainId machine, GuestConfinement confinement, ConfinedFile file, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public ValueTask ForbidAsync(DomainId machine, GuestConfinement confinement, ConfinedFile file, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public bool MayOpen(GuestConfinement confinement, string path) => true;

    public ValueTask<bool> ShowAsync(
        DomainId machine, GuestConfinement confinement, GuestProcess process, GuestPath file, string point, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(false);

    public ValueTask HideAsync(DomainId machine, string point, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public ValueTask AllowLockingAsync(DomainId machine, int pid, DomainDefinition definition, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public ValueTask ReleaseAsync(DomainId machine, CancellationToken cancellationToken = default)
    {
        lock (Confined)
        {
            Confined.Remove(machine);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask TidyAsync(IReadOnlySet<DomainId> running, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
