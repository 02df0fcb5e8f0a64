using Pando.Domains.Changing;
using Pando.Domains.Installing;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Stopping;

/// <summary>Removes a machine's sockets, what was in force, and the kernel of an installer that ends with it.</summary>
internal sealed class RemoveRunDirectory(DomainServices services, DomainId id) : JobStep
{
    public override string Name => "remove-run-directory";

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        Remove(services.Paths.DomainRun(id));
        InstallerRun.Discard(services.Paths, id);
        return ValueTask.CompletedTask;
    }

    // What the process had open is gone with it.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public static void Remove(string directory)
    {
        PluggedFiles.Detach(directory);
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Removed already.
        }
    }
}
