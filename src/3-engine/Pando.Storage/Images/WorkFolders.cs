using Pando.Linux;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model;
using Pando.Model.Jobs;
using Pando.Storage.FileSystems;

namespace Pando.Storage.Images;

/// <summary>
/// Private directories of jobs, for what they make on the way. Removing one also ends what still runs in it and takes away
/// what is mounted in it: a program that a job started may have outlived the daemon.
/// </summary>
internal sealed class WorkFolders(InstancePaths paths, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(30);

    private string All => Path.Join(paths.Cache, "work");

    public string PathOf(JobId job) => Path.Join(All, job.ToString());

    /// <summary>Makes it, empty.</summary>
    public async Task<string> MakeAsync(JobId job, CancellationToken cancellationToken)
    {
        await RemoveAsync(job, cancellationToken);
        return await Task.Run(() => Directory.CreateDirectory(PathOf(job), OwnerOnly).FullName, cancellationToken);
    }

    /// <summary>Opens it.</summary>
    public Folder Open(JobId job) => new(PathWalk.OpenDirectory(PathOf(job)), PathOf(job));

    /// <summary>Removes it with all that is in it. Repeated: no error.</summary>
    public async Task RemoveAsync(JobId job, CancellationToken cancellationToken)
    {
        var path = PathOf(job);
        using var limit = new CancellationTokenSource(KillLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await ProcessesBelow.KillAsync(path, either.Token);
        await Task.Factory.StartNew(() => Remove(job, path), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Remove(JobId job, string path)
    {
        try
        {
            if (!Directory.Exists(All))
            {
                return;
            }
            Mounts.DetachBelow(path);
            using var all = new Folder(PathWalk.OpenDirectory(All), All);
            FolderTree.Remove(all, job.ToString());
        }
        catch (Exception failure)
        {
            throw FileFailures.Named(failure, path);
        }
    }
}
