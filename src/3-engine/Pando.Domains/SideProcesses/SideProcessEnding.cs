using Pando.Domains.Starting;
using Pando.Domains.Stopping;
using Pando.Linux.Spawn;
using Pando.Model.Domains;

namespace Pando.Domains.SideProcesses;

/// <summary>
/// Ends what ran beside a machine's QEMU: what is recorded, and whatever carries the machine's mark, so that neither a lost record
/// nor a child of such a program stays.
/// </summary>
internal sealed class SideProcessEnding(DomainServices services)
{
    /// <summary>Ends those of a machine whose record is known. A machine that had none costs nothing.</summary>
    public Task EndAsync(string machine, string directory, IReadOnlyList<SideProcess> recorded, CancellationToken cancellationToken) =>
        recorded.Count == 0 ? Task.CompletedTask : EndAsync(machine, directory, recorded.Select(Identity), cancellationToken);

    /// <summary>Ends these and those that carry the mark. Throws <c>domain.will-not-die</c>.</summary>
    public Task EndAsync(string machine, string directory, IEnumerable<ProcessIdentity> known, CancellationToken cancellationToken) =>
        EndOnlyAsync(machine, known.Concat(MarkedProcess.All(SideProcessLauncher.MachineMark, directory)).Distinct(), cancellationToken);

    /// <summary>Ends these and no other. Throws <c>domain.will-not-die</c>.</summary>
    public async Task EndOnlyAsync(string machine, IEnumerable<ProcessIdentity> known, CancellationToken cancellationToken)
    {
        var processes = known.Select(identity => identity.TryOpen()).OfType<PidFd>().ToList();
        try
        {
            await Task.WhenAll(processes.Select(process => GuestEnding.EndAsync(machine, process, graceful: false, services.Qemu, services.Time, cancellationToken)));
        }
        finally
        {
            processes.ForEach(static process => process.Dispose());
        }
    }

    public static ProcessIdentity Identity(SideProcess side) => new(side.Process.Pid, side.Process.StartTicks, side.Process.BootId);
}
