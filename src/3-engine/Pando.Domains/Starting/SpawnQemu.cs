using System.Globalization;
using Pando.Domains.Stopping;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Starting;

/// <summary>
/// Starts the process. It waits until it is written down, and ends by itself if the daemon dies before; besides, it
/// carries the job's id in its environment, by which the undo finds it.
/// </summary>
internal sealed class SpawnQemu(DomainServices services, QemuLauncher launcher, string name, StartRun? run) : JobStep
{
    private const string ProcessNote = "process";

    public override string Name => "spawn-qemu";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run!.Qemu = await launcher.LaunchAsync(
            run,
            job.Id.ToString(),
            identity => job.NoteAsync(
                ProcessNote, string.Create(CultureInfo.InvariantCulture, $"{identity.Pid} {identity.StartTimeTicks} {identity.BootId}"), cancellationToken),
            cancellationToken);
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        using var process = run?.Qemu?.Process.Handle ?? Noted(job) ?? MarkedProcess.Find(QemuLauncher.JobMark, job.Id.ToString());
        try
        {
            await GuestEnding.EndAsync(name, process, graceful: false, services.Qemu, services.Time, cancellationToken);
        }
        finally
        {
            // Only now: it holds the same process, which may have ended by itself already.
            await (run?.Guest?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
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
