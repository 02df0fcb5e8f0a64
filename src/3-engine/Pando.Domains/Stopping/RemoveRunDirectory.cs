using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Stopping;

/// <summary>Removes a machine's sockets and what was in force.</summary>
internal sealed class RemoveRunDirectory(DomainServices services, DomainId id) : JobStep
{
    public override string Name => "remove-run-directory";

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        Remove(services.Paths.DomainRun(id));
        return ValueTask.CompletedTask;
    }

    // What the process had open is gone with it.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public static void Remove(string directory)
    {
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
