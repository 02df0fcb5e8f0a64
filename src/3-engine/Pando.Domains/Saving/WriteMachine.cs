using Pando.Domains.Saving.Streams;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Qmp;

namespace Pando.Domains.Saving;

/// <summary>
/// Has QEMU write all of the machine's state (a migration) into a pipe, whose other end is written into the file. When we
/// die the pipe breaks, QEMU gives up by itself, and the machine is as it was.
/// </summary>
internal sealed class WriteMachine(DomainServices services, JobGuest guest, string path, SaveCompression compression, bool bypassCache, SaveRun? run) : JobStep
{
    private const string Descriptor = "pando-save";

    // QEMU holds itself back by default, for the sake of networks. It reckons with ten times this without a thought of overflow.
    private const long NoLimit = long.MaxValue / 1024 / 1024 * 1024 * 1024;

    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CloseSpacing = TimeSpan.FromMilliseconds(5);

    public override string Name => "write-memory";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stream = new OutgoingStream(run!.File!, path, run.StreamOffset, compression, bypassCache, guest.Name);
        await guest.ExecuteAsync(new MigrateSetParameters(NoLimit), cancellationToken);
        await guest.ExecuteAsync(new GetFd(stream.ForQemu, Descriptor), cancellationToken);
        stream.Given();
        var writing = Task.Run(() => stream.RunAsync(giveUp.Token), CancellationToken.None);
        try
        {
            await guest.ExecuteAsync(new Migrate($"fd:{Descriptor}"), cancellationToken);
            var told = await UntilEndedAsync(job, writing, cancellationToken);
            run.Stream = told.Status == "completed" ? await writing : throw await FailureAsync(told, writing);
        }
        catch (Exception e) when (SaveFailures.IsOfFile(e))
        {
            throw SaveFailures.Unwritable(e, guest.Name, path);
        }
        finally
        {
            // Whoever writes the file has ended before the file goes away.
            await giveUp.CancelAsync();
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        await guest.TryExecuteAsync(new MigrateCancel(), cancellationToken);
        using var late = new CancellationTokenSource(services.Qemu.CommandLimit, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var look = new PeriodicTimer(CloseSpacing, services.Time);
        while (await guest.TryExecuteAsync(new QueryMigrate(), either.Token) is { HasEnded: false })
        {
            await look.WaitForNextTickAsync(either.Token);
        }
    }

    /// <summary>Asks QEMU how far it is until it says that it has ended; often once the stream has.</summary>
    private async Task<MigrationInfo> UntilEndedAsync(IJobContext job, Task writing, CancellationToken cancellationToken)
    {
        using var look = new PeriodicTimer(Spacing, services.Time);
        var tick = look.WaitForNextTickAsync(cancellationToken).AsTask();
        long? streamEnded = null;
        while (true)
        {
            var info = await guest.ExecuteAsync(new QueryMigrate(), cancellationToken);
            if (info.Ram is { Total: > 0 } memory)
            {
                job.Report(memory.Total - memory.Remaining, memory.Total, "bytes");
            }
            if (info.HasEnded)
            {
                return info;
            }
            if (writing.IsCompleted)
            {
                streamEnded ??= services.Time.GetTimestamp();
                if (services.Time.GetElapsedTime(streamEnded.Value) > services.Qemu.CommandLimit)
                {
                    throw new PeerException(
                        ErrorCodes.Domain.QemuSilent, info.Status, ("name", guest.Name), ("waited", Guests.Waited.Seconds(services.Qemu.CommandLimit)), ("for", "query-migrate"));
                }
                look.Period = CloseSpacing;
                await tick;
            }
            else
            {
                await Task.WhenAny(tick, writing);
                cancellationToken.ThrowIfCancellationRequested();
            }
            tick = tick.IsCompleted ? look.WaitForNextTickAsync(cancellationToken).AsTask() : tick;
        }
    }

    /// <summary>Where the file could not be written, QEMU only knows that nobody read any more.</summary>
    private async Task<Exception> FailureAsync(MigrationInfo told, Task<StreamSummary> writing)
    {
        if (writing.IsFaulted)
        {
            await writing;
        }
        return new PeerException(ErrorCodes.Save.Failed, told.ErrorDesc ?? told.Status, ("name", guest.Name));
    }
}
