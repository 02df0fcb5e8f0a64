using Microsoft.Extensions.Logging;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Domains;

/// <summary>Deletes for good what has been in the trash for its time.</summary>
public sealed partial class TrashRetention(IReadOnlyList<ITrash> trashes, TimeSpan retention, TimeProvider time, ILogger<TrashRetention> log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Looks at once and then again and again, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await PurgeAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The daemon stops; a deletion that is under way is a job of its own.
        }
    }

    /// <summary>One look.</summary>
    internal async Task PurgeAsync(CancellationToken cancellationToken)
    {
        foreach (var trash in trashes)
        {
            await PurgeAsync(trash, cancellationToken);
        }
    }

    private async Task PurgeAsync(ITrash trash, CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            foreach (var item in (await trash.ListTrashAsync(cancellationToken)).Where(item => item.At + retention <= now))
            {
                await trash.PurgeAsync(item.TrashId, Caller.Daemon, cancellationToken);
                Purged(item.Definition.Name, item.At);
            }
        }
        catch (PandoException failure)
        {
            // Tried again with the next look.
            NotPurged(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name}, in the trash since {At}, was deleted for good: its time was over")]
    private partial void Purged(string name, DateTimeOffset at);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The trash could not be emptied of what is over its time")]
    private partial void NotPurged(Exception failure);
}
