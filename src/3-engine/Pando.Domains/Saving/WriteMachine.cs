using Pando.Domains.Guests;
using Pando.Domains.Saving.Streams;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Saving;

/// <summary>
/// Has QEMU write all of the machine's state (a migration) into the file: by itself where it may, through a pipe where the
/// state is packed or goes past the page cache. When we die it goes on, and whoever comes after us ends it.
/// </summary>
internal sealed class WriteMachine(DomainServices services, JobGuest guest, string path, WriteOrder order, SaveRun? run) : JobStep
{
    private const string Descriptor = "pando-save";

    // QEMU holds itself back by default, for the sake of networks. It reckons with ten times this without a thought of overflow.
    private const long NoLimit = long.MaxValue / 1024 / 1024 * 1024 * 1024;

    // QEMU answers nobody while it writes what it expects to write in so many milliseconds: little, where no guest waits for
    // it; its own default, where a guest that runs on writes its memory anew.
    private const long ShortPause = 10;
    private const long UsualPause = 300;

    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FileSpacing = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan CloseSpacing = TimeSpan.FromMilliseconds(5);

    public override string Name => "write-memory";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var qemu = guest.Running!;
        IOutgoingStream? stream = null;
        Task<StreamSummary>? writing = null;
        try
        {
            stream = Open();
            await qemu.ExecuteAsync(new MigrateSetParameters(NoLimit, order.Live ? UsualPause : ShortPause), null, cancellationToken);
            var file = stream.IsFile ? new HandedFile(new TargetFile(path, job.Id.ToString()).DraftPath, run!.StreamOffset, FileUse.Write) : null;
            await using var handed = await HandedStream.GiveAsync(services, qemu, stream.ForQemu, file, Descriptor, cancellationToken);
            stream.Given();
            writing = stream.RunAsync(giveUp.Token);
            await qemu.ExecuteAsync(new Migrate(handed.Uri), null, cancellationToken);
            var told = await UntilEndedAsync(job, qemu, stream, writing, cancellationToken);
            stream.QemuHasEnded();
            run!.Stream = told.Status == "completed" ? await writing : throw await FailureAsync(told, stream, writing, cancellationToken);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, guest.Name);
        }
        catch (Exception e) when (SaveFailures.IsOfFile(e))
        {
            throw SaveFailures.Unwritable(e, guest.Name, path);
        }
        finally
        {
            // Whoever writes the file, or follows who does, has ended before the file goes away.
            await giveUp.CancelAsync();
            await ((Task?)writing ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stream?.Dispose();
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

    private IOutgoingStream Open() => order is { Compression: SaveCompression.Raw, BypassCache: false }
        ? new FileWrittenByQemu(run!.File!, path, run.StreamOffset)
        : new OutgoingPipe(run!.File!, path, run.StreamOffset, order.Compression, order.BypassCache, guest.Name);

    /// <summary>Asks QEMU how far it is until it says that it has ended; often where that is near.</summary>
    private async Task<MigrationInfo> UntilEndedAsync(
        IJobContext job, RunningGuest qemu, IOutgoingStream stream, Task writing, CancellationToken cancellationToken)
    {
        // Of a file nothing but QEMU's answer tells the end.
        using var look = new PeriodicTimer(stream.IsFile ? FileSpacing : Spacing, services.Time);
        var tick = look.WaitForNextTickAsync(cancellationToken).AsTask();
        long? streamEnded = null;
        while (true)
        {
            var info = await MigrationQuestion.AskAsync(qemu, () => stream.Written, services, cancellationToken);
            if (info.Ram is { Total: > 0 } memory)
            {
                job.Report(memory.Total - memory.Remaining, memory.Total, "bytes");
            }
            if (info.HasEnded)
            {
                return info;
            }
            if (stream.IsFile && writing.IsFaulted)
            {
                // QEMU would go on with what nobody can follow.
                await writing;
            }
            if (writing.IsCompleted)
            {
                streamEnded ??= services.Time.GetTimestamp();
                if (services.Time.GetElapsedTime(streamEnded.Value) > services.Qemu.CommandLimit)
                {
                    throw new PeerException(
                        ErrorCodes.Domain.QemuSilent, info.Status, ("name", guest.Name), ("waited", Waited.Seconds(services.Qemu.CommandLimit)), ("for", "query-migrate"));
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

    /// <summary>
    /// Where the file could not be written, QEMU may only know that nobody read any more, or that writing failed: whoever
    /// writes knows more, and ends soon after QEMU.
    /// </summary>
    private async Task<Exception> FailureAsync(MigrationInfo told, IOutgoingStream stream, Task<StreamSummary> writing, CancellationToken cancellationToken)
    {
        if (!stream.IsFile)
        {
            await Task.WhenAny(writing, Task.Delay(services.Qemu.CommandLimit, services.Time, cancellationToken));
        }
        if (writing.IsFaulted)
        {
            await writing;
        }
        return stream.IsFile && SaveFailures.IsFull(path, told.ErrorDesc)
            ? SaveFailures.Full(guest.Name, path)
            : new PeerException(ErrorCodes.Save.Failed, told.ErrorDesc ?? told.Status, ("name", guest.Name));
    }
}

/// <summary>How a machine's state is written.</summary>
/// <param name="Compression">How it is packed.</param>
/// <param name="BypassCache">Whether past the page cache.</param>
/// <param name="Live">Whether the guest runs on meanwhile.</param>
internal sealed record WriteOrder(SaveCompression Compression, bool BypassCache, bool Live);
