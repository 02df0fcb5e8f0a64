using Pando.Domains.Guests;
using Pando.Model.Domains;

namespace Pando.Domains.Driving;

/// <summary>
/// What a driver has done for it: the work itself, without knowledge of queues. One operation of a machine runs at a time.
/// </summary>
internal interface IDriverOperations
{
    /// <summary>Does what the task asks. <see cref="DomainTask.BeganAs"/> is told the job where it is one.</summary>
    Task<OperationOutcome> DoAsync(DomainTask task, DomainView view, RunningGuest? guest, CancellationToken cancellationToken);

    /// <summary>Cleans up after a process that has ended by itself.</summary>
    Task CleanUpAsync(DomainView view, RunningGuest guest);

    /// <summary>Whether it is the run of an installer: when that reboots, the machine is started from what was installed.</summary>
    bool IsInstaller(RunningGuest guest);

    /// <summary>Whether there is memory that the next start goes on from.</summary>
    bool HasManagedSave(DomainId id);

    /// <summary>Where the memory of a guest that crashed goes.</summary>
    string CrashDumpPath(DomainView view);

    /// <summary>The driver has published another view.</summary>
    void Published(DomainView before, DomainView after);

    /// <summary>Marks what runs as tampered with, also for the next daemon; false where it is so marked.</summary>
    bool Mark(RunningGuest guest, Taint taint);

    /// <summary>Something about the guest that is worth an event.</summary>
    void Told(DomainView view, string what, string detail);

    /// <summary>The same with more than one thing to say.</summary>
    void Told(DomainView view, string what, IReadOnlyList<(string Name, string Value)> facts);

    /// <summary>An event of QEMU's, passed on as it is.</summary>
    void Heard(DomainView view, Qmp.QmpEvent happened);

    /// <summary>Has a running machine's agent given another limit from now on, also by the next daemon; null is the usual one.</summary>
    void LimitAgent(RunningGuest guest, TimeSpan? limit);

    /// <summary>The machine is gone: it was transient and ended, or its definition is in the trash. The driver retires after this.</summary>
    void Gone(DomainDriver driver);
}
