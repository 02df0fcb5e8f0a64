using Pando.Domains.Guests;
using Pando.Domains.Saving.Streams;
using Pando.Domains.Starting;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Saving.Restoring;

/// <summary>
/// Has QEMU read the machine's state from the file: by itself where it may, through a pipe where it is unpacked or comes past
/// the page cache. The guest does not run before all of it has been read and is what was written; until then nothing of its
/// disks is changed.
/// </summary>
internal sealed class LoadMachine(DomainServices services, StartRun? run) : JobStep
{
    private const string Descriptor = "pando-load";
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan CloseSpacing = TimeSpan.FromMilliseconds(5);

    public override string Name => "load-memory";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var (saved, guest) = (run!.Saved!, run.Guest!);
        var name = run.Definition.Name;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IIncomingStream? stream = null;
        Task<StreamSummary>? reading = null;
        try
        {
            stream = Open(saved, name);
            var file = stream.IsFile ? new HandedFile(saved.Image.Path, saved.Image.StreamOffset, FileUse.Read) : null;
            await using var handed = await HandedStream.GiveAsync(services, guest, stream.ForQemu, file, Descriptor, cancellationToken);
            stream.Given();
            reading = stream.RunAsync(giveUp.Token);
            await guest.ExecuteAsync(new MigrateIncoming(handed.Uri), null, cancellationToken);
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
            stream?.Dispose();
        }
    }

    /// <summary>A file that is none (a block device, say) does not tell by its position how far QEMU is.</summary>
    private static IIncomingStream Open(SavedMachine saved, string name)
    {
        var (image, compression) = (saved.Image, saved.Image.Header.Compression);
        return compression == SaveCompression.Raw && !saved.BypassCache && FileStatus.Of(saved.File).Kind == FileKind.Regular
            ? new FileReadByQemu(saved.File, image.Path, image.StreamOffset, image.FileLength)
            : new IncomingPipe(saved.File, image.Path, image.StreamOffset, compression, saved.BypassCache, name);
    }

    // The process is ended by a step before.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private async Task UntilLoadedAsync(IJobContext job, RunningGuest guest, IIncomingStream stream, Task<StreamSummary> reading, CancellationToken cancellationToken)
    {
        var length = run!.Saved!.Image.FileLength - run.Saved.Image.StreamOffset;
        using var look = new PeriodicTimer(Spacing, services.Time);
        var tick = look.WaitForNextTickAsync(cancellationToken).AsTask();
        while (true)
        {
            job.Report(stream.Done, length, "bytes");
            var info = await MigrationQuestion.AskAsync(guest, () => stream.Done, services, cancellationToken);
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
