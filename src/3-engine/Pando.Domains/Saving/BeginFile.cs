using Pando.Model.Jobs;

namespace Pando.Domains.Saving;

/// <summary>Makes the file, with what stands before the stream in it.</summary>
internal sealed class BeginFile(DomainServices services, string machine, string path, SaveRun? run, Func<byte[]> front) : JobStep
{
    public override string Name => "begin-file";

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        try
        {
            MakeOwnFolder();
            run!.File = new TargetFile(path, job.Id.ToString()).Create();
            var bytes = front();
            RandomAccess.Write(run.File, bytes, 0);
            run.StreamOffset = bytes.Length;
        }
        catch (Exception e) when (SaveFailures.IsOfFile(e))
        {
            throw SaveFailures.Unwritable(e, machine, path);
        }
        return ValueTask.CompletedTask;
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run?.File?.Dispose();
        new TargetFile(path, job.Id.ToString()).Abandon();
        return ValueTask.CompletedTask;
    }

    /// <summary>Only those of the instance itself are made: a folder that a user names is there, or was misspelt.</summary>
    private void MakeOwnFolder()
    {
        var folder = Path.GetDirectoryName(path)!;
        if (folder == services.Paths.ManagedSaves || folder == services.Paths.Dumps)
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
