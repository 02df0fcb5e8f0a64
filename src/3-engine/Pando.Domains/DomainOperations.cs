using Pando.Domains.Changing;
using Pando.Domains.Disks;
using Pando.Domains.Driving;
using Pando.Domains.Following;
using Pando.Domains.Guests;
using Pando.Domains.Installing;
using Pando.Domains.Removing;
using Pando.Domains.SideProcesses;
using Pando.Domains.Saving;
using Pando.Domains.Saving.Restoring;
using Pando.Domains.Starting;
using Pando.Domains.Stopping;
using Pando.Domains.Tuning;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Domains;

/// <summary>Does what drivers ask for: starts jobs and talks to QEMU. Knows nothing of queues.</summary>
internal sealed class DomainOperations(DomainServices services, DomainRegistry registry, DefinitionIntake intake) : IDriverOperations
{
    private readonly QemuLauncher _launcher = new(services);
    private readonly SaveOperations _saving = new(services, registry);

    public DiskClaims Claims { get; } = new();

    private SizeChanges Sizes => field ??= new(services, registry, intake);

    private DeviceChanges Devices => field ??= new(services, registry, intake, Claims);

    public void RegisterJobs()
    {
        services.Jobs.Register(new StartJob(services, Claims, _launcher));
        services.Jobs.Register(new StopJob(services));
        services.Jobs.Register(new RemoveJob(services));
        services.Jobs.Register(new RestoreJob(services, registry));
        services.Jobs.Register(new PurgeJob(services));
        services.Jobs.Register(new InstallJob(services, registry));
        services.Jobs.Register(new AttachJob(services, registry, Claims));
        services.Jobs.Register(new DetachJob(services, registry, Claims));
        services.Jobs.Register(new UpdateJob(services, registry, Claims));
        services.Jobs.Register(new LoadJob(services, registry, Claims, _launcher));
        _saving.RegisterJobs();
    }

    public async Task<OperationOutcome> DoAsync(DomainTask task, DomainView view, RunningGuest? guest, CancellationToken cancellationToken) =>
        task.Request switch
        {
            StartRequest start => await StartAsync(task, view, start, cancellationToken),
            DestroyRequest destroy => await StopAsync(task, view, guest!, destroy.Graceful),
            UndefineRequest undefine => await UndefineAsync(task, view, undefine),
            AttachDeviceRequest attach => await Devices.AttachAsync(task, attach, view, guest, cancellationToken),
            DetachDeviceRequest detach => await Devices.DetachAsync(task, detach, view, guest, cancellationToken),
            UpdateDeviceRequest update => await Devices.UpdateAsync(task, update, view, guest, cancellationToken),
            SetVcpusRequest vcpus => await Sizes.SetVcpusAsync(task, vcpus, view, guest, cancellationToken),
            SetMemoryRequest memory => await Sizes.SetMemoryAsync(task, memory, view, guest, cancellationToken),
            FollowUsbRequest => await new UsbFollowing(services, registry, Claims).DoAsync(task, view, guest!, cancellationToken),
            SwitchVcpusRequest vcpus => await new VcpuSwitches(services, registry, intake).DoAsync(task, vcpus, view, guest, cancellationToken),
            AddIoThreadRequest or RemoveIoThreadRequest or SetIoThreadRequest =>
                await new IoThreadChanges(services, registry, intake).DoAsync(task, (ChangeRequest)task.Request, view, guest, cancellationToken),
            SaveRequest save => Released(view, await _saving.SaveAsync(task, view, guest!, save, cancellationToken)),
            DumpRequest dump => Released(view, await _saving.DumpAsync(task, view, guest!, dump.Order, cancellationToken)),
            DropSaveRequest => _saving.Drop(view),
            RenameRequest rename => await new Renaming(services, registry, intake).DoAsync(task, rename, view, cancellationToken),
            NoteRequest note => await new Notes(services, registry, intake).SetAsync(task, note, view, guest, cancellationToken),
            SetPerfEventsRequest perf => await new PerfChanges(services, registry, intake).SetAsync(task, perf, view, guest, cancellationToken),
            SetLifecycleActionRequest action => await new LifecycleActions(services, registry, intake).SetAsync(task, action, view, guest, cancellationToken),
            TuneRequest tune => await new ResourceTuning(services, registry, intake).DoAsync(task, tune, view, guest, cancellationToken),
            _ => await GuestCommands.DoAsync(task.Request, view, guest!, cancellationToken),
        };

    public async Task CleanUpAsync(DomainView view, RunningGuest guest)
    {
        await new SideProcessEnding(services).EndAsync(view.Name, services.Paths.DomainRun(view.Id), guest.Live.SideProcesses, CancellationToken.None);
        await new HostSideRelease(services).ReleaseAsync(guest.Live.HostSide, CancellationToken.None);
        // The process has ended by itself; what is left is a directory, labels and claims, which a daemon that starts later removes too.
        await services.Confinement.ReleaseAsync(view.Id);
        RemoveRunDirectory.Remove(services.Paths.DomainRun(view.Id));
        if (IsInstaller(guest))
        {
            InstallerRun.Discard(services.Paths, view.Id);
        }
        Claims.Release(view.Id);
    }

    public bool HasManagedSave(DomainId id) => File.Exists(services.Paths.ManagedSave(id));

    public string CrashDumpPath(DomainView view) => SaveOperations.CrashDumpPath(services, view);

    public bool IsInstaller(RunningGuest guest) => InstallerRun.Is(guest.Live.Definition, services.Paths);

    public void Published(DomainView before, DomainView after)
    {
        if (before.State.Phase != after.State.Phase || before.State.Reason != after.State.Reason)
        {
            services.Events.Publish(
                "machine.state", after.Id.ToString(), ("name", after.Name), ("phase", after.State.Phase.ToString()), ("reason", after.State.Reason.ToString()));
        }
        else if (before.State.NotAnsweringSince is null != after.State.NotAnsweringSince is null)
        {
            services.Events.Publish(
                "machine.answering", after.Id.ToString(), ("name", after.Name), ("answering", after.State.NotAnsweringSince is null ? "yes" : "no"));
        }
    }

    public bool Mark(RunningGuest guest, Taint taint) => guest.Mark(services.Paths, taint);

    public void Told(DomainView view, string what, string detail) =>
        services.Events.Publish($"machine.{what}", view.Id.ToString(), ("name", view.Name), ("detail", detail));

    public void Told(DomainView view, string what, IReadOnlyList<(string Name, string Value)> facts) =>
        services.Events.Publish($"machine.{what}", view.Id.ToString(), [.. facts]);

    public void Heard(DomainView view, Qmp.QmpEvent happened) => services.Events.Publish(
        Monitor.RawEvents.TypeOf(happened), view.Id.ToString(), ("name", view.Name), ("at", Monitor.RawEvents.SecondsOf(happened)), ("details", happened.Details ?? ""));

    public void LimitAgent(RunningGuest guest, TimeSpan? limit) => guest.LimitAgent(services.Paths, limit);

    public void Gone(DomainDriver driver) => registry.Forget(driver);

    private async Task<OperationOutcome> StartAsync(DomainTask task, DomainView view, StartRequest start, CancellationToken cancellationToken)
    {
        using var saved = await _saving.SavedForAsync(view, start, cancellationToken);
        var asked = saved?.Definition ?? view.Asked ?? view.Transient!;
        var paused = saved is null ? start.Paused : !saved.Running;
        asked = await VolumePlaces.FoundAsync(start.Installer?.Apply(asked, services.Paths) ?? asked, services.Volumes, cancellationToken);
        asked = AutomaticPlacement.IsAsked(asked) ? AutomaticPlacement.Of(asked, services.Host.Topology()) : asked;
        var run = new StartRun(asked, view.Version, paused, !view.Persistent)
        {
            Saved = saved,
            ResetVariables = start.ResetVariables,
        };
        var job = await BeginStartAsync(task, view, run, cancellationToken);
        task.BeganAs(job);
        await using var cancel = cancellationToken.Register(job.Cancel);
        await job.Completion;
        if (saved is { Managed: true })
        {
            DropManagedSave.Discard(saved.Image.Path);
        }
        return new OperationOutcome.Started(run.Guest ?? throw new InvalidOperationException("A start that succeeds has a guest."), paused, saved is not null);
    }

    private OperationOutcome Released(DomainView view, OperationOutcome outcome)
    {
        if (outcome is OperationOutcome.Stopped)
        {
            Claims.Release(view.Id);
        }
        return outcome;
    }

    private async Task<IRunningJob> BeginStartAsync(DomainTask task, DomainView view, StartRun run, CancellationToken cancellationToken)
    {
        try
        {
            if (run.Saved is { } saved)
            {
                var load = new LoadInput(view.Id.Value, view.Name, saved.Image.Path, saved.Managed, saved.Running, run.ResetVariables);
                return await services.Jobs.StartAsync(
                    LoadJob.KindName, view.Name, LoadJob.Input(load), task.By, LoadJob.Steps(services, registry, Claims, _launcher, load, run), cancellationToken);
            }
            return await services.Jobs.StartAsync(
                StartJob.KindName, view.Name, StartJob.Input(run), task.By, StartJob.Steps(services, Claims, _launcher, run), cancellationToken);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            // Destroyed before its journal was written: told in the same words as behind it.
            throw new CallerException(ErrorCodes.Job.Cancelled, e, ("job", StartJob.KindName), ("subject", view.Name));
        }
    }

    private async Task<OperationOutcome> StopAsync(DomainTask task, DomainView view, RunningGuest guest, bool graceful)
    {
        var input = StopJob.Input(new StopInput(view.Id.Value, view.Name, guest.Live.Process, graceful) { Beside = guest.Live.SideProcesses, HostSide = guest.Live.HostSide });
        var job = await services.Jobs.StartAsync(StopJob.KindName, view.Name, input, task.By);
        task.BeganAs(job);
        await job.Completion;
        Claims.Release(view.Id);
        return new OperationOutcome.Stopped(DomainPhaseReason.Destroyed);
    }

    private async Task<OperationOutcome> UndefineAsync(DomainTask task, DomainView view, UndefineRequest undefine)
    {
        if (HasManagedSave(view.Id) && !undefine.ManagedSave)
        {
            throw new CallerException(ErrorCodes.Save.HasManaged, ("name", view.Name));
        }
        var files = await OwnFiles.OfAsync(view, undefine, registry.List(), services);
        var input = new RemoveInput(view.Id.Value, view.Name, files, undefine.ExpectedVersion);
        var job = await services.Jobs.StartAsync(RemoveJob.KindName, view.Name, RemoveJob.Input(input), task.By);
        task.BeganAs(job);
        await job.Completion;
        return new OperationOutcome.Undefined();
    }
}
