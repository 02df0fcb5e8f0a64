using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains.Tests.Driving;

/// <summary>
/// Operations whose end the test decides. A machine that "runs" is a real process (sleep), so that its end is a real end.
/// </summary>
internal sealed class FakeOperations : IDriverOperations, IDisposable
{
    private readonly List<SpawnedProcess> _processes = [];

    public List<string> Done { get; } = [];

    public List<DomainState> States { get; } = [];

    public TaskCompletionSource<DomainDriver> GoneWith { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What a request waits for before it is done; nothing by default.</summary>
    public Func<DomainRequest, CancellationToken, Task> Gate { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Whether what runs is an installer.</summary>
    public bool Installer { get; set; }

    public SpawnedProcess LastProcess => _processes[^1];

    public async Task<OperationOutcome> DoAsync(DomainTask task, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        await Gate(task.Request, cancellationToken);
        lock (Done)
        {
            Done.Add(task.Request.Kind.ToString());
        }
        return task.Request switch
        {
            StartRequest start => new OperationOutcome.Started(Run(view), start.Paused),
            DestroyRequest => Kill(guest!),
            SuspendRequest => new OperationOutcome.Became(DomainPhase.Paused, DomainPhaseReason.User),
            ResumeRequest => new OperationOutcome.Became(DomainPhase.Running, DomainPhaseReason.Unpaused),
            UndefineRequest => new OperationOutcome.Undefined(),
            DumpRequest { Order.Crash: false } => new OperationOutcome.WentOn(),
            _ => new OperationOutcome.Asked(),
        };
    }

    public Task CleanUpAsync(DomainView view, RunningGuest guest)
    {
        lock (Done)
        {
            Done.Add("CleanUp");
        }
        return Task.CompletedTask;
    }

    public bool IsInstaller(RunningGuest guest) => Installer;

    public bool HasManagedSave(DomainId id) => false;

    public string CrashDumpPath(DomainView view) => $"/dumps/{view.Name}";

    public void Published(DomainView before, DomainView after)
    {
        lock (States)
        {
            States.Add(after.State);
        }
    }

    public bool Mark(RunningGuest guest, Taint taint) => false;

    public void Told(DomainView view, string what, string detail)
    {
    }

    public void Told(DomainView view, string what, IReadOnlyList<(string Name, string Value)> facts)
    {
    }

    public void Heard(DomainView view, Qmp.QmpEvent happened)
    {
    }

    public void LimitAgent(RunningGuest guest, TimeSpan? limit)
    {
    }

    public void Gone(DomainDriver driver) => GoneWith.TrySetResult(driver);

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Handle.Signal(9);
            process.Dispose();
        }
    }

    private static OperationOutcome Kill(RunningGuest guest)
    {
        guest.Process.Signal(9);
        return new OperationOutcome.Stopped(DomainPhaseReason.Destroyed);
    }

    private RunningGuest Run(DomainView view)
    {
        var process = ProcessSpawner.Start(new SpawnRequest { Program = "/bin/sleep", Arguments = ["1000"] });
        _processes.Add(process);
        var identity = process.Identity;
        var live = new LiveDomain(
            view.Definition, view.Version, new GuestProcess(identity.Pid, identity.StartTimeTicks, identity.BootId),
            new AcceleratorVerdict(Accelerator.Tcg), DateTimeOffset.UnixEpoch, !view.Persistent, []);
        return new RunningGuest(live, PidFd.Open(process.Pid), null, "/nonexistent/monitor.sock", new QemuSettings(), TimeProvider.System);
    }
}
