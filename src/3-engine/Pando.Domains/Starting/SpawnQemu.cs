using System.Globalization;
using Pando.Domains.Stopping;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Starting;

/// <summary>
/// Starts the process. A daemon that dies between the start and the note of the pid leaves a process that nobody
/// knows: it carries the job's id in its environment, by which the undo finds it.
/// </summary>
internal sealed class SpawnQemu(DomainServices services, QemuLauncher launcher, DomainId id, string name, StartRun? run) : JobStep
{
    private const string ProcessNote = "process";

    public override string Name => "spawn-qemu";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run!.Qemu = await launcher.LaunchAsync(run, id, job.Id.ToString(), cancellationToken);
        var identity = run.Qemu.Process.Identity;
        await job.NoteAsync(
            ProcessNote, string.Create(CultureInfo.InvariantCulture, $"{identity.Pid} {identity.StartTimeTicks} {identity.BootId}"), cancellationToken);
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run?.Guest is { } guest)
        {
            await guest.DisposeAsync();
        }
        using var process = run?.Qemu?.Process.Handle ?? Noted(job) ?? MarkedProcess.Find(QemuLauncher.JobMark, job.Id.ToString());
        await GuestEnding.EndAsync(name, process, graceful: false, services.Qemu, services.Time, cancellationToken);
    }

    private static PidFd? Noted(IJobContext job)
    {
        if (!job.Notes.TryGetValue(ProcessNote, out var note))
        {
            return null;
        }
        var parts = note.Split(' ');
        return new ProcessIdentity(
            int.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]).TryOpen();
    }
}
