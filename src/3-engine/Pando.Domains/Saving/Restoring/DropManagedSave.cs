using Pando.Domains.Starting;
using Pando.Linux.Files;
using Pando.Model.Jobs;

namespace Pando.Domains.Saving.Restoring;

/// <summary>
/// Puts the managed save aside that the guest has gone on from; it is deleted once the job is over, or by the next daemon.
/// </summary>
internal sealed class DropManagedSave(LoadInput load, StartRun? run) : JobStep
{
    private const string UsedSuffix = ".used";

    public override string Name => "drop-save";

    /// <summary>Deletes what was put aside.</summary>
    public static void Discard(string path) => DurableFile.Delete(path + UsedSuffix);

    /// <summary>Deletes what other daemons put aside.</summary>
    public static void DiscardLeft(string folder)
    {
        if (Directory.Exists(folder))
        {
            foreach (var used in Directory.GetFiles(folder, "*" + UsedSuffix))
            {
                DurableFile.Delete(used);
            }
        }
    }

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (!load.Managed)
        {
            return ValueTask.CompletedTask;
        }
        if (run is null)
        {
            // Gone through with by a later daemon: nobody is behind it to delete it.
            DurableFile.Delete(load.Path);
        }
        else if (File.Exists(load.Path))
        {
            Rename(load.Path, load.Path + UsedSuffix);
        }
        return ValueTask.CompletedTask;
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (load.Managed && File.Exists(load.Path + UsedSuffix))
        {
            Rename(load.Path + UsedSuffix, load.Path);
        }
        return ValueTask.CompletedTask;
    }

    private static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        DurableFile.SyncFolder(Path.GetDirectoryName(to)!);
    }
}
