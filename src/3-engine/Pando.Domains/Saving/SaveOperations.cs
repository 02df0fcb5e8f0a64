using System.Globalization;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Domains.Saving.Dumping;
using Pando.Domains.Saving.Format;
using Pando.Domains.Saving.Restoring;
using Pando.Domains.Stopping;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Domains.Saving;

/// <summary>What drivers ask for about memory in files.</summary>
internal sealed class SaveOperations(DomainServices services, DomainRegistry registry)
{
    public void RegisterJobs()
    {
        services.Jobs.Register(new SaveJob(services));
        services.Jobs.Register(new DumpJob(services));
        services.Jobs.Register(new RedefineSavedJob());
    }

    public async Task<OperationOutcome> SaveAsync(
        DomainTask task, DomainView view, RunningGuest guest, SaveRequest request, CancellationToken cancellationToken)
    {
        var order = request.Order;
        var live = guest.Live;
        var path = order.Path ?? services.Paths.ManagedSave(view.Id);
        RequirePath(view.Name, path);
        RequireWholeInQemu(live.Definition);
        if (order.Compression != SaveCompression.Raw)
        {
            _ = order.Compression.Program();
        }
        var input = new SaveInput(path, StopOf(view, live));
        var content = new SaveContent(order, request.Definition ?? live.Definition, SavedDefinition.Text(request.Definition ?? live.Definition), live.Files);
        var steps = SaveJob.Steps(services, input, new JobGuest(services, input.Stop, guest), new SaveRun(), content);
        await RunAsync(task, view, guest, SaveJob.KindName, SaveJob.Input(input), steps, cancellationToken);
        return new OperationOutcome.Stopped(DomainPhaseReason.Saved);
    }

    public async Task<OperationOutcome> DumpAsync(
        DomainTask task, DomainView view, RunningGuest guest, DumpOrder order, CancellationToken cancellationToken)
    {
        RequirePath(view.Name, order.Path);
        if (order is { Crash: true, Reset: true } or { MemoryOnly: false, Format: not null } or { MemoryOnly: true, Compression: not SaveCompression.Raw })
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", "dump"), ("reason", "crash × reset, format ⇒ memoryOnly"));
        }
        if (!order.MemoryOnly)
        {
            RequireWholeInQemu(guest.Live.Definition);
        }
        if (!order.MemoryOnly && order.Compression != SaveCompression.Raw)
        {
            _ = order.Compression.Program();
        }
        var input = new DumpInput(order.Path, StopOf(view, guest.Live), order.MemoryOnly, order.Live, order.Crash, order.Reset, order.Resume);
        var run = new SaveRun();
        var steps = DumpJob.Steps(services, input, new JobGuest(services, input.Stop, guest), run, order);
        await RunAsync(task, view, guest, DumpJob.KindName, DumpJob.Input(input), steps, cancellationToken);
        return order switch
        {
            { Crash: true } => new OperationOutcome.Stopped(DomainPhaseReason.Crashed),
            { Reset: true } => new OperationOutcome.Became(DomainPhase.Running, DomainPhaseReason.Booted),
            _ when run.WasRunning || order.Resume => new OperationOutcome.Became(DomainPhase.Running, DomainPhaseReason.Unpaused),
            _ => new OperationOutcome.WentOn(),
        };
    }

    /// <summary>What a start goes on from: the file it names, or the machine's managed save.</summary>
    public async Task<SavedMachine?> SavedForAsync(DomainView view, StartRequest start, CancellationToken cancellationToken)
    {
        var path = services.Paths.ManagedSave(view.Id);
        if (start.Saved is not null || start.Installer is not null || !File.Exists(path))
        {
            return start.Saved;
        }
        if (start.ForceBoot)
        {
            DurableFile.Delete(path);
            return null;
        }
        try
        {
            var order = new RestoreOrder
            {
                Path = path,
                Running = start.Running ?? (start.Paused ? false : null),
                BypassCache = start.BypassCache,
                Force = start.Force,
            };
            return await OwnAsync(view, order, cancellationToken);
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Save.Damaged)
        {
            var others = e.Facts.Where(fact => fact.Name is not "path");
            throw new CallerException(ErrorCodes.Save.ManagedDamaged, e, [("name", view.Name), ("path", path), .. others]);
        }
    }

    /// <summary>A file is found by its name, and may have been put there by somebody: another machine's memory is not this one's.</summary>
    private async Task<SavedMachine> OwnAsync(DomainView view, RestoreOrder order, CancellationToken cancellationToken)
    {
        var saved = await registry.SavedMachines.OpenAsync(order, managed: true, cancellationToken);
        if (saved.Definition.Id == view.Id)
        {
            return saved;
        }
        saved.Dispose();
        throw new CallerException(
            ErrorCodes.Save.OfAnother, ("name", view.Name), ("path", order.Path), ("other", saved.Definition.Name),
            ("uuid", view.Id.ToString()), ("others", saved.Definition.Id.ToString()));
    }

    public OperationOutcome Drop(DomainView view)
    {
        var path = services.Paths.ManagedSave(view.Id);
        if (!File.Exists(path))
        {
            throw new CallerException(ErrorCodes.Save.NoManaged, ("name", view.Name));
        }
        DurableFile.Delete(path);
        return new OperationOutcome.SaveDropped();
    }

    public static string CrashDumpPath(DomainServices services, DomainView view)
    {
        var now = services.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HHmmss", CultureInfo.InvariantCulture);
        return Path.Combine(services.Paths.Dumps, $"{view.Name}-{now}.core");
    }

    private static StopInput StopOf(DomainView view, LiveDomain live) =>
        new(view.Id.Value, view.Name, live.Process, Graceful: false) { Beside = live.SideProcesses, HostSide = live.HostSide };

    /// <summary>Of what QEMU itself cannot write it says so; of a server that guests have files open at it knows nothing.</summary>
    private static void RequireWholeInQemu(DomainDefinition machine)
    {
        if (machine.Devices.Filesystems.Items.FirstOrDefault(shared => shared.Driver == FilesystemDriver.VirtioFs) is { } shared)
        {
            throw new CallerException(
                ErrorCodes.Save.Impossible, ("name", machine.Name), ("device", $"filesystem {shared.Tag}"), ("reason", "save.reason.virtiofs"));
        }
        if (machine.Devices.Disks.Items.FirstOrDefault(disk => disk.Transient is not null) is { } forgetful)
        {
            throw new CallerException(
                ErrorCodes.Save.Impossible, ("name", machine.Name), ("device", $"disk {forgetful.TargetName}"), ("reason", "save.reason.transient-disk"));
        }
    }

    private static void RequirePath(string machine, string path)
    {
        if (!Path.IsPathFullyQualified(path) || path.EndsWith('/') || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new CallerException(ErrorCodes.Save.Unwritable, ("name", machine), ("path", path), ("reason", "/…"));
        }
    }

    private async Task RunAsync(
        DomainTask task, DomainView view, RunningGuest guest, string kind, byte[] input, IReadOnlyList<JobStep> steps, CancellationToken cancellationToken)
    {
        IRunningJob job;
        try
        {
            job = await services.Jobs.StartAsync(kind, view.Name, input, task.By, steps, cancellationToken);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new CallerException(ErrorCodes.Job.Cancelled, e, ("job", kind), ("subject", view.Name));
        }
        task.BeganAs(job);
        await using var cancel = cancellationToken.Register(job.Cancel);
        try
        {
            await job.Completion;
        }
        catch (PandoException e)
        {
            if (await HandedOver.IsAsync(guest, CancellationToken.None))
            {
                throw new PeerException(ErrorCodes.Save.HandedOver, null, e, ("name", view.Name), ("reason", e.Message));
            }
            throw;
        }
    }
}
