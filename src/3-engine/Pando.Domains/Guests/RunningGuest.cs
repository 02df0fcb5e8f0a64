using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pando.Domains.Agents;
using Pando.Domains.Consoles;
using Pando.Domains.Driving;
using Pando.Domains.SideProcesses;
using Pando.Domains.Statistics.Perf;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Qmp;

namespace Pando.Domains.Guests;

/// <summary>
/// A QEMU process that runs a machine: what is in force, the hold on the process, the connection to its monitor.
/// The process lives on when this is disposed.
/// </summary>
internal sealed class RunningGuest : IQmpExecutor, IAsyncDisposable
{
    private static readonly TimeSpan ConnectSpacing = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _leaving = new();
    private readonly string _monitorPath;
    private readonly QemuSettings _settings;
    private readonly TimeProvider _time;
    private volatile QmpSession? _session;
    private volatile LiveDomain _live;
    private ChannelWriter<DriverMessage>? _driver;
    private Task _pump = Task.CompletedTask;
    private int _beating;
    private readonly Lock _recording = new();
    private volatile bool _agentUncertain;

    public RunningGuest(
        LiveDomain live, PidFd process, QmpSession? session, string monitorPath, QemuSettings settings, TimeProvider time, ILogger? log = null)
    {
        _live = live;
        Process = process;
        _session = session;
        _monitorPath = monitorPath;
        _settings = settings;
        _time = time;
        Consoles = new ConsoleHubs(live.Definition, time);
        if (AgentChannel.Of(live.Definition) is { } channel)
        {
            var name = live.Definition.Name;
            Agent = new GuestAgentLine(channel, name, settings.Agent, time) { CommandLimit = live.AgentLimit };
            Freeze = new GuestFreeze(Agent, name, Path.GetDirectoryName(monitorPath)!, settings.Agent, time, log ?? NullLogger.Instance);
        }
    }

    /// <summary>Whether <see cref="Live"/> is what the process was started with; otherwise only the process in it is true.</summary>
    public bool IsRecorded { get; init; } = true;

    /// <summary>What is in force. Only the machine's one operation changes it, by <see cref="Record"/>.</summary>
    public LiveDomain Live => _live;

    /// <summary>Hears every event before the driver does.</summary>
    public GuestEvents Heard { get; } = new();

    public PidFd Process { get; }

    public ConsoleHubs Consoles { get; }

    /// <summary>The line to the agent in the guest; null where the machine has no channel for one.</summary>
    public GuestAgentLine? Agent { get; }

    /// <summary>The freezing of its file systems, where there can be an agent.</summary>
    public GuestFreeze? Freeze { get; }

    /// <summary>What is counted of its process.</summary>
    public PerfCounters Counters { get; } = new();

    /// <summary>What the agent's channel is now.</summary>
    public GuestAgentState AgentState => Agent switch
    {
        null => GuestAgentState.None,
        { IsConnected: true } => GuestAgentState.Connected,
        _ => GuestAgentState.Disconnected,
    };

    /// <summary>The monitor; null while the connection is lost.</summary>
    public QmpSession? Session => _session;

    /// <summary>Writes down what is in force now, for the daemon that comes after this one; then it is in force here.</summary>
    public void Record(Model.InstancePaths paths, LiveDomain live)
    {
        lock (_recording)
        {
            Keep(paths, live with { Taints = _live.Taints, AgentLimit = _live.AgentLimit });
        }
    }

    /// <summary>Marks it as tampered with, also for the daemon that comes after this one; false where it is so marked.</summary>
    public bool Mark(Model.InstancePaths paths, Taint taint)
    {
        lock (_recording)
        {
            if (_live.Taints.Items.Contains(taint))
            {
                return false;
            }
            Keep(paths, _live.Tainted(taint));
            return true;
        }
    }

    /// <summary>Gives its agent another limit, also for the daemon that comes after this one; null is the usual one.</summary>
    public void LimitAgent(Model.InstancePaths paths, TimeSpan? limit)
    {
        lock (_recording)
        {
            Keep(paths, _live with { AgentLimit = limit });
            Agent?.CommandLimit = limit;
        }
    }

    /// <summary>From now on the driver is told what QEMU says and when the process ends.</summary>
    public void ReportTo(ChannelWriter<DriverMessage> driver)
    {
        _driver = driver;
        Consoles.Changed = () => driver.TryWrite(new DriverMessage.ConsolesChanged(this));
        if (_session is { } session)
        {
            _pump = PumpEventsAsync(session, driver);
        }
        _ = WatchProcessAsync(driver);
        Watch(Live.SideProcesses);
    }

    /// <summary>Events were missed: the agent's channel is asked about with the next heartbeat.</summary>
    public void LoseTrackOfAgent() => _agentUncertain = true;

    /// <summary>Asks QEMU whether the guest's end of the agent's channel is open; false where there is none.</summary>
    public static async Task<bool> IsAgentOpenAsync(string? alias, QmpSession session, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (alias is null)
        {
            return false;
        }
        var devices = await session.ExecuteAsync(new QueryChardev(), limit, cancellationToken);
        return devices.Any(device => device.FrontendOpen && device.Label == $"char{alias}");
    }

    /// <summary>The driver is told when one of these ends before QEMU does.</summary>
    public void Watch(IReadOnlyList<SideProcess> beside) =>
        new SideProcessWatch(Process, _time).Begin(beside, side => _driver?.TryWrite(new DriverMessage.SideProcessEnded(this, side)), _leaving.Token);

    /// <summary>Executes a command; throws like QMP does, also when there is no connection now.</summary>
    public Task<TResult> ExecuteAsync<TResult>(QmpVerb<TResult> verb, TimeSpan? limit = null, CancellationToken cancellationToken = default) =>
        (_session ?? throw new QmpClosedException(verb.Command)).ExecuteAsync(verb, limit ?? _settings.CommandLimit, cancellationToken);

    /// <summary>Executes a command as somebody wrote it; throws like QMP does.</summary>
    public Task<System.Text.Json.JsonElement> ExecuteRawAsync(System.Text.Json.JsonElement command, TimeSpan? limit, CancellationToken cancellationToken) =>
        (_session ?? throw new QmpClosedException(command: null)).ExecuteRawAsync(command, limit ?? _settings.CommandLimit, cancellationToken);

    /// <summary>Asks QEMU whether it is there, after connecting anew where the connection was lost; tells the driver. One question at a time.</summary>
    public async Task BeatAsync()
    {
        if (Interlocked.Exchange(ref _beating, 1) != 0)
        {
            return;
        }
        try
        {
            await ConnectIfLostAsync();
            var status = await ExecuteAsync(new QueryStatus(), _settings.HeartbeatLimit, _leaving.Token);
            _driver?.TryWrite(new DriverMessage.Heartbeat(this, status.Status));
            await LearnAgentAsync();
        }
        catch (OperationCanceledException)
        {
            // The guest is being left: nobody waits for the answer.
        }
        catch (Exception e) when (e is QmpException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            _driver?.TryWrite(new DriverMessage.Heartbeat(this, null));
        }
        finally
        {
            Volatile.Write(ref _beating, 0);
        }
    }

    /// <summary>Returns once there is a connection, by now or anew. Throws <see cref="QmpClosedException"/> when there is none within the limit.</summary>
    public async Task ConnectAgainAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var since = _time.GetTimestamp();
        using var look = new PeriodicTimer(ConnectSpacing, _time);
        while (_session is not { Closed.IsCompleted: false })
        {
            // Somebody else may be at it: then this one does nothing.
            await BeatAsync();
            if (_session is not { Closed.IsCompleted: false } && _time.GetElapsedTime(since) > limit)
            {
                throw new QmpClosedException(command: null);
            }
            await look.WaitForNextTickAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await Consoles.DisposeAsync();
        await (Freeze?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Agent?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (_session is { } session)
        {
            await session.DisposeAsync();
        }
        Counters.Dispose();
        Process.Dispose();
        _leaving.Dispose();
    }

    private async Task ConnectIfLostAsync()
    {
        if (_session is { Closed.IsCompleted: false })
        {
            return;
        }
        _session = null;
        var socket = await UnixConnect.ConnectAsync(_monitorPath, _settings.HeartbeatLimit, _leaving.Token);
        var options = new QmpOptions(_time, _settings.CommandLimit) { GreetingLimit = _settings.HeartbeatLimit };
        var session = await QmpSession.ConnectAsync(socket, options, _leaving.Token);
        _session = session;
        _agentUncertain = true;
        if (_driver is { } driver)
        {
            _pump = PumpEventsAsync(session, driver);
        }
    }

    private void Keep(Model.InstancePaths paths, LiveDomain live)
    {
        LiveDomainFile.Write(paths, live);
        _live = live;
    }

    private async Task LearnAgentAsync()
    {
        if (_agentUncertain && _session is { } session)
        {
            _agentUncertain = false;
            var open = await IsAgentOpenAsync(Agent?.Alias, session, _settings.HeartbeatLimit, _leaving.Token);
            _driver?.TryWrite(new DriverMessage.AgentLearned(this, open));
        }
    }

    private async Task WatchProcessAsync(ChannelWriter<DriverMessage> driver)
    {
        try
        {
            await Process.WaitForExitAsync(_leaving.Token);
            // What QEMU said last (why it shuts down) is heard before its end: the pump ends with the connection.
            // Whatever became of the pump, the process has ended.
            await _pump.WaitAsync(_settings.HeartbeatLimit, _time, _leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _leaving.Token.ThrowIfCancellationRequested();
            driver.TryWrite(new DriverMessage.ProcessEnded(this));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // Left.
        }
    }

    private async Task PumpEventsAsync(QmpSession session, ChannelWriter<DriverMessage> driver)
    {
        try
        {
            await foreach (var happened in session.ReadEventsAsync(_leaving.Token))
            {
                Heard.Tell(happened);
                driver.TryWrite(new DriverMessage.GuestEvent(this, happened));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or QmpException or ObjectDisposedException)
        {
            // The heartbeat finds a connection that is lost, and makes a new one.
        }
    }
}
