using Pando.Domains.Guests;
using Pando.Domains.Saving.Streams;
using Pando.Domains.Starting;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Saving.Restoring;

/// <summary>
/// Has QEMU read the machine's state from a pipe that the file is written into. The guest does not run before all of it
/// has been read and is what was written; until then nothing of its disks is changed.
/// </summary>
internal sealed class LoadMachine(DomainServices services, StartRun? run) : JobStep
{
    private const string Descriptor = "pando-load";
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CloseSpacing = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public override string Name => "load-memory";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var (saved, guest) = (run!.Saved!, run.Guest!);
        var name = run.Definition.Name;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stream = new IncomingStream(
            saved.File, saved.Image.Path, saved.Image.StreamOffset, saved.Image.Header.Compression, saved.BypassCache, name);
        Task<StreamSummary>? reading = null;
        try
        {
            await guest.ExecuteAsync(new GetFd(stream.ForQemu, Descriptor), null, cancellationToken);
            stream.Given();
            reading = Task.Run(() => stream.RunAsync(giveUp.Token), CancellationToken.None);
            await guest.ExecuteAsync(new MigrateIncoming($"fd:{Descriptor}"), null, cancellationToken);
            await UntilLoadedAsync(job, guest, stream, reading, cancellationToken);
            RequireWhatWasWritten(await reading);
        }
        catch (QmpException e)
        {
            throw await NamedAsync(e, name, reading);
        }
        catch (IOException e)
        {
            throw new MachineryException(ErrorCodes.Save.LoadFailed, e, ("name", name), ("path", saved.Image.Path));
        }
        finally
        {
            await giveUp.CancelAsync();
            if (reading is not null)
            {
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // The process is ended by a step before.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private async Task UntilLoadedAsync(IJobContext job, RunningGuest guest, IncomingStream stream, Task<StreamSummary> reading, CancellationToken cancellationToken)
    {
        var length = run!.Saved!.Image.FileLength - run.Saved.Image.StreamOffset;
        using var look = new PeriodicTimer(Spacing, services.Time);
        var tick = look.WaitForNextTickAsync(cancellationToken).AsTask();
        while (true)
        {
            job.Report(stream.Done, length, "bytes");
            var info = await AskAsync(guest, stream, cancellationToken);
            switch (info.Status)
            {
                case "completed":
                    return;
                case "failed" or "cancelled":
                    throw new PeerException(ErrorCodes.Save.LoadFailed, info.ErrorDesc, ("name", run.Definition.Name), ("path", run.Saved.Image.Path));
            }
            if (reading.IsFaulted)
            {
                await reading;
            }
            if (reading.IsCompleted)
            {
                // QEMU has all of it: it is done in a moment, or ends.
                look.Period = CloseSpacing;
                await tick;
            }
            else
            {
                await Task.WhenAny(tick, reading);
                cancellationToken.ThrowIfCancellationRequested();
            }
            tick = tick.IsCompleted ? look.WaitForNextTickAsync(cancellationToken).AsTask() : tick;
        }
    }

    /// <summary>
    /// While QEMU reads without a pause it answers nobody: it is silent only where the stream does not go on either.
    /// </summary>
    private async Task<MigrationInfo> AskAsync(RunningGuest guest, IncomingStream stream, CancellationToken cancellationToken)
    {
        var answer = guest.ExecuteAsync(new QueryMigrate(), Patience, cancellationToken);
        var (done, since) = (stream.Done, services.Time.GetTimestamp());
        using var look = new PeriodicTimer(Spacing, services.Time);
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, look.WaitForNextTickAsync(cancellationToken).AsTask());
            if (stream.Done != done)
            {
                (done, since) = (stream.Done, services.Time.GetTimestamp());
            }
            else if (services.Time.GetElapsedTime(since) > services.Qemu.CommandLimit)
            {
                throw new QmpTimeoutException("query-migrate", services.Qemu.CommandLimit);
            }
        }
        return await answer;
    }

    /// <summary>Of a file that does not say, QEMU alone can tell.</summary>
    private void RequireWhatWasWritten(StreamSummary read)
    {
        var image = run!.Saved!.Image;
        if (image.Cookie.StreamChecksum is { } written && written != read.Checksum)
        {
            throw SaveFailures.Damaged(image.Path, "checksum");
        }
    }

    /// <summary>A QEMU that cannot read its state says why and ends. Where the file is not what was written, that is why.</summary>
    private async Task<Exception> NamedAsync(QmpException failure, string name, Task<StreamSummary>? reading)
    {
        if (reading is not null && failure is QmpClosedException)
        {
            try
            {
                RequireWhatWasWritten(await reading.WaitAsync(services.Qemu.CommandLimit, services.Time));
            }
            catch (Exception e) when (e is CallerException or PeerException)
            {
                return e;
            }
            catch (Exception e) when (e is IOException or TimeoutException or OperationCanceledException)
            {
                // QEMU's own words are the better ones.
            }
        }
        return failure is QmpClosedException
            ? new PeerException(ErrorCodes.Save.LoadFailed, run!.Qemu?.Words.Said(), failure, ("name", name), ("path", run.Saved!.Image.Path))
            : QemuErrors.Of(failure, name);
    }
}
