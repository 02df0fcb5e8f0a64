using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pando.Domains.Guests;
using Pando.Domains.SideProcesses;
using Pando.Domains.Starting;
using Pando.Domains.Stopping;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qmp;

namespace Pando.Domains.Adopting;

/// <summary>A guest that ran when the daemon started.</summary>
internal sealed record AdoptedGuest(LiveDomain Live, RunningGuest Guest, DomainState State);

/// <summary>
/// Finds the guests of an earlier daemon by what it wrote beside their sockets, and takes them up: the process is the
/// very one (pid, start time, boot), and its QEMU says the machine's uuid. One that does not answer is taken up too,
/// and said to be silent.
/// </summary>
internal sealed partial class Adoption(DomainServices services)
{
    // A host with many hung guests is to answer soon all the same.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1.5);
    private const int AtOnce = 32;

    private readonly SideProcessEnding _beside = new(services);
    private readonly ILogger _log = services.Loggers.CreateLogger<Adoption>();

    public async Task<IReadOnlyList<AdoptedGuest>> FindAsync(CancellationToken cancellationToken)
    {
        var root = Path.Combine(services.Paths.Run, "domains");
        if (!Directory.Exists(root))
        {
            return [];
        }
        var found = new ConcurrentBag<AdoptedGuest>();
        await Parallel.ForEachAsync(
            Directory.GetDirectories(root),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (directory, token) =>
            {
                if (await TakeUpAsync(directory, token) is { } guest)
                {
                    found.Add(guest);
                }
            });
        return [.. found];
    }

    /// <summary>The one machine's process, where it runs.</summary>
    public async Task<AdoptedGuest?> FindAsync(DomainId id, CancellationToken cancellationToken) =>
        services.Paths.DomainRun(id) is var directory && Directory.Exists(directory) ? await TakeUpAsync(directory, cancellationToken) : null;

    private async ValueTask<AdoptedGuest?> TakeUpAsync(string directory, CancellationToken cancellationToken)
    {
        LiveDomain? live;
        try
        {
            live = LiveDomainFile.TryRead(directory);
        }
        catch (Exception e) when (LiveDomainFile.IsUnreadable(e))
        {
            return await TakeUpUnrecordedAsync(directory, e, cancellationToken);
        }
        if (live is null)
        {
            return await TakeUpUnrecordedAsync(directory, new FileNotFoundException("There is no record."), cancellationToken);
        }
        if (new ProcessIdentity(live.Process.Pid, live.Process.StartTicks, live.Process.BootId).TryOpen() is not { } process)
        {
            LogGone(live.Definition.Name);
            await _beside.EndAsync(live.Definition.Name, directory, live.SideProcesses, cancellationToken);
            await new HostSideRelease(services).ReleaseAsync(live.HostSide, cancellationToken);
            RemoveRunDirectory.Remove(directory);
            return null;
        }
        services.Numbers.Seen(live.Number);
        return await ConnectAsync(live, process, MonitorPath(directory), cancellationToken);
    }

    /// <summary>Nothing is known but the process: enough that nobody starts a second one, and that it can be ended.</summary>
    private async ValueTask<AdoptedGuest?> TakeUpUnrecordedAsync(string directory, Exception why, CancellationToken cancellationToken)
    {
        if (!DomainId.TryParse(Path.GetFileName(directory), out var id))
        {
            LogForeign(directory);
            return null;
        }
        if (UnrecordedProcess.Find(services.Paths, id) is not { } found || found.Identity.TryOpen() is not { } process)
        {
            LogGone(Path.GetFileName(directory));
            await _beside.EndAsync(Path.GetFileName(directory), directory, (IEnumerable<ProcessIdentity>)[], cancellationToken);
            RemoveRunDirectory.Remove(directory);
            return null;
        }
        LogUnreadable(why, directory, found.Name, found.Identity.Pid);
        var now = services.Time.GetUtcNow();
        var definition = new DomainDefinition { Id = id, Name = found.Name, MemoryKiB = 0, CurrentMemoryKiB = 0, Vcpus = 0, VcpusCurrent = 0 };
        var live = new LiveDomain(
            definition, 0, new GuestProcess(found.Identity.Pid, found.Identity.StartTimeTicks, found.Identity.BootId), new AcceleratorVerdict(Accelerator.Tcg),
            now, Transient: true, found.Files)
        {
            SideProcesses = Beside(directory),
        };
        var guest = new RunningGuest(live, process, null, MonitorPath(directory), services.Qemu, services.Time) { IsRecorded = false };
        return new AdoptedGuest(live, guest, new DomainState(DomainPhase.Unrecorded, DomainPhaseReason.Adopted, now, now));
    }

    /// <summary>What is known of them is only that they are the machine's.</summary>
    private static IReadOnlyList<SideProcess> Beside(string directory) =>
    [
        .. MarkedProcess.All(SideProcessLauncher.MachineMark, directory)
            .Select(identity => new SideProcess("", "", new GuestProcess(identity.Pid, identity.StartTimeTicks, identity.BootId))),
    ];

    internal static string MonitorPath(string directory) => Path.Combine(directory, "monitor.sock");

    private async Task<AdoptedGuest> ConnectAsync(LiveDomain live, PidFd process, string monitor, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        QmpSession? session = null;
        try
        {
            var socket = await UnixConnect.ConnectAsync(monitor, AnswerLimit, cancellationToken);
            var options = new QmpOptions(services.Time, services.Qemu.CommandLimit) { GreetingLimit = AnswerLimit };
            session = await QmpSession.ConnectAsync(socket, options, cancellationToken);
            var uuid = await session.ExecuteAsync(new QueryUuid(), AnswerLimit, cancellationToken);
            if (uuid.Uuid != live.Definition.Id.Value)
            {
                throw new QmpProtocolException($"it says the uuid {uuid.Uuid}", "query-uuid");
            }
            var status = await session.ExecuteAsync(new QueryStatus(), AnswerLimit, cancellationToken);
            var phase = status.Status switch
            {
                RunState.Running => DomainPhase.Running,
                RunState.Shutdown => DomainPhase.GuestOff,
                RunState.GuestPanicked or RunState.InternalError => DomainPhase.Crashed,
                RunState.Suspended => DomainPhase.PmSuspended,
                _ => DomainPhase.Paused,
            };
            var agentOpen = await RunningGuest.IsAgentOpenAsync(Agents.AgentChannel.Of(live.Definition)?.Alias, session, AnswerLimit, cancellationToken);
            var adopted = Adopted(live, process, session, monitor, new DomainState(phase, DomainPhaseReason.Adopted, now, now));
            adopted.Guest.Agent?.Notice(agentOpen);
            adopted.Guest.Freeze?.ThawWhatIsLeft();
            return adopted with { State = adopted.State with { Agent = adopted.Guest.AgentState } };
        }
        catch (Exception e) when (e is QmpException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            LogSilent(e, live.Definition.Name);
            if (session is not null)
            {
                await session.DisposeAsync();
            }
            // The process is the right one; only its monitor is silent. The heartbeat tries again.
            return Adopted(live, process, null, monitor, new DomainState(DomainPhase.Running, DomainPhaseReason.Adopted, now, live.StartedAt, now));
        }
    }

    private AdoptedGuest Adopted(LiveDomain live, PidFd process, QmpSession? session, string monitor, DomainState state)
    {
        var guest = new RunningGuest(live, process, session, monitor, services.Qemu, services.Time, services.Loggers.CreateLogger<RunningGuest>());
        guest.Consoles.Open();
        CountAgain(guest);
        return new AdoptedGuest(live, guest, state);
    }

    private void CountAgain(RunningGuest guest)
    {
        var machine = guest.Live.Definition;
        try
        {
            guest.Counters.Count(machine.Name, guest.Process.Pid, PerfEvents.Enabled(machine));
        }
        catch (PandoException e)
        {
            // The machine runs on; only its counts are missing.
            LogNotCounted(e, machine.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What machine {Machine} does is not counted any more")]
    private partial void LogNotCounted(Exception failure, string machine);

    [LoggerMessage(Level = LogLevel.Error, Message = "The record in {Directory} cannot be read, and QEMU of machine {Machine} runs (pid {Pid}): it can only be ended")]
    private partial void LogUnreadable(Exception failure, string directory, string machine, int pid);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Directory} is no machine's; it is left as it is")]
    private partial void LogForeign(string directory);

    [LoggerMessage(Level = LogLevel.Information, Message = "Machine {Machine} has ended while no daemon ran")]
    private partial void LogGone(string machine);

    [LoggerMessage(Level = LogLevel.Warning, Message = "QEMU of machine {Machine} runs and does not answer")]
    private partial void LogSilent(Exception failure, string machine);
}
