using System.Globalization;
using Pando.Domains.Starting;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.SideProcesses;

/// <summary>Starts what has to run beside QEMU, before QEMU connects to it.</summary>
internal sealed class StartSideProcesses(DomainServices services, DomainId id, string name, StartRun? run) : JobStep
{
    private const string NotePrefix = "beside ";

    /// <summary>Whether it is done for devices of a machine that runs already: what served that before goes on, whatever comes of this.</summary>
    public bool Joins { get; init; }

    public override string Name => "start-side-processes";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var directory = services.Paths.DomainRun(id);
        var launcher = new SideProcessLauncher(services);
        foreach (var program in services.SidePrograms(services))
        {
            foreach (var order in await program.PlanAsync(run!.Definition, directory, cancellationToken))
            {
                run!.Beside.Add(await launcher.LaunchAsync(
                    name, directory, program.Kind, order, process => BeginAsync(job, order, process.Identity, cancellationToken), cancellationToken));
            }
        }
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run?.LeaveBeside();
        IEnumerable<ProcessIdentity> noted = job.Notes.Where(note => note.Key.StartsWith(NotePrefix, StringComparison.Ordinal)).Select(note => Noted(note.Value));
        var ending = new SideProcessEnding(services);
        await (Joins ? ending.EndOnlyAsync(name, noted, cancellationToken) : ending.EndAsync(name, services.Paths.DomainRun(id), noted, cancellationToken));
    }

    private async Task BeginAsync(IJobContext job, SideProcessOrder order, ProcessIdentity identity, CancellationToken cancellationToken)
    {
        await job.NoteAsync(
            NotePrefix + order.Name, string.Create(CultureInfo.InvariantCulture, $"{identity.Pid} {identity.StartTimeTicks} {identity.BootId}"), cancellationToken);
        await services.Confinement.EnterAsync(id, run!.Confinement!, identity.Pid, cancellationToken);
    }

    private static ProcessIdentity Noted(string note)
    {
        var parts = note.Split(' ');
        return new ProcessIdentity(int.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
    }
}
