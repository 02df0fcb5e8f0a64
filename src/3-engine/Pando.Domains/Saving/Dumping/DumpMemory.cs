using Pando.Domains.Saving.Streams;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Qmp;

namespace Pando.Domains.Saving.Dumping;

/// <summary>
/// Has QEMU write the guest's memory for a debugger into a pipe, whose other end is written into the file. QEMU has no
/// command to end a dump; a pipe that nobody reads any more ends it.
/// </summary>
internal sealed class DumpMemory(DomainServices services, JobGuest guest, string path, string? format, bool bypassCache, SaveRun? run) : JobStep
{
    private const string Descriptor = "pando-dump";
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);

    public override string Name => "dump-memory";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        await RequireFormatAsync(cancellationToken);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stream = new OutgoingPipe(run!.File!, path, 0, SaveCompression.Raw, bypassCache, guest.Name);
        await guest.ExecuteAsync(new GetFd(stream.ForQemu, Descriptor), cancellationToken);
        stream.Given();
        var writing = Task.Run(() => stream.RunAsync(giveUp.Token), CancellationToken.None);
        try
        {
            await guest.ExecuteAsync(new DumpGuestMemory($"fd:{Descriptor}", format), cancellationToken);
            var status = await UntilEndedAsync(job, writing, cancellationToken);
            run.Stream = await writing;
            if (status != "completed")
            {
                throw new PeerException(ErrorCodes.Save.DumpFailed, status, ("name", guest.Name));
            }
        }
        catch (Exception e) when (SaveFailures.IsOfFile(e))
        {
            throw SaveFailures.Unwritable(e, guest.Name, path);
        }
        finally
        {
            await giveUp.CancelAsync();
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The pipe is closed: QEMU gives up, and lets a guest run that ran.</summary>
    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(services.Qemu.CommandLimit, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var look = new PeriodicTimer(Spacing, services.Time);
        while (await guest.TryExecuteAsync(new QueryDump(), either.Token) is { Status: "active" })
        {
            await look.WaitForNextTickAsync(either.Token);
        }
    }

    private async Task<string> UntilEndedAsync(IJobContext job, Task writing, CancellationToken cancellationToken)
    {
        using var look = new PeriodicTimer(Spacing, services.Time);
        while (true)
        {
            var info = await guest.ExecuteAsync(new QueryDump(), cancellationToken);
            job.Report(info.Completed, info.Total, "bytes");
            if (info.Status != "active")
            {
                return info.Status;
            }
            if (writing.IsFaulted)
            {
                await writing;
            }
            await look.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task RequireFormatAsync(CancellationToken cancellationToken)
    {
        if (format is null)
        {
            return;
        }
        var known = (await guest.ExecuteAsync(new QueryDumpGuestMemoryCapability(), cancellationToken)).Formats;
        if (!known.Contains(format, StringComparer.Ordinal))
        {
            throw new CallerException(ErrorCodes.Save.DumpFormat, ("name", guest.Name), ("format", format), ("known", string.Join(", ", known)));
        }
    }
}
