using Microsoft.Win32.SafeHandles;
using Pando.Model.Jobs;

namespace Pando.Domains.Saving;

/// <summary>Brings the file to the disk, says in it that it is whole, and gives it its name.</summary>
internal sealed class PublishFile(JobGuest guest, string path, SaveRun? run, Func<byte[]?> finish) : JobStep
{
    public override string Name => "publish-file";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        try
        {
            using var file = run!.File!;
            // The disk may take its time; nobody else's thread waits for it.
            await Task.Run(() => RandomAccess.FlushToDisk(file), cancellationToken);
            run.Front = finish();
            if (run.Front is { } front)
            {
                await KeepFront.NoteAsync(job, file, front, cancellationToken);
            }
            await Task.Run(() => GiveName(job, file), cancellationToken);
        }
        catch (Exception e) when (SaveFailures.IsOfFile(e))
        {
            throw SaveFailures.Unwritable(e, guest.Name, path);
        }
        job.SetResult("path", path);
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        // Without the process the file is all that is left of the guest.
        if (guest.IsAlive)
        {
            new TargetFile(path, job.Id.ToString()).Unpublish();
        }
        return ValueTask.CompletedTask;
    }

    private void GiveName(IJobContext job, SafeFileHandle file)
    {
        if (run!.Front is { } front)
        {
            RandomAccess.Write(file, front, 0);
            RandomAccess.FlushToDisk(file);
        }
        new TargetFile(path, job.Id.ToString()).Publish();
    }
}
