using System.Runtime;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Pando.Daemon.Logging;
using Pando.Daemon.Settings;
using Pando.Daemon.Start;
using Pando.Domains;
using Pando.Linux.Systemd;
using Pando.Linux.Users;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Daemon.Running;

/// <summary>Serves until told to stop.</summary>
internal sealed partial class ServeVerb
{
    private readonly DaemonSettings _settings;
    private readonly Composition _composition;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly SystemdNotify _systemd = SystemdNotify.FromEnvironment();

    private ServeVerb(DaemonSettings settings, Composition composition, ILoggerFactory loggers)
    {
        _settings = settings;
        _composition = composition;
        _loggers = loggers;
        _log = loggers.CreateLogger("Pando.Daemon");
    }

    /// <summary>Takes the instance, serves it, and answers the exit status.</summary>
    public static async Task<int> RunAsync(Func<DaemonSettings> read, Composition composition)
    {
        var settings = read();
        HostParts.Require(settings);
        InstanceDirectories.Make(settings.Paths, shared: UserDatabase.EffectiveUid == 0);
        using var taken = InstanceLock.Take(settings.Paths);
        await using var channel = OpenLog(settings, composition.Time);
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(channel));
        var verb = new ServeVerb(settings, composition, loggers);
        using var signal = new StopSignal(() => verb.Reload(read, channel));
        return await verb.ServeAsync(signal);
    }

    private static LogChannel OpenLog(DaemonSettings settings, TimeProvider time)
    {
        var file = settings.LogFile ? OpenFile(settings) : null;
        return new LogChannel(Console.OpenStandardError(), settings.LogFormat, file, time) { Level = settings.LogLevel };
    }

    private static RotatingFile OpenFile(DaemonSettings settings)
    {
        try
        {
            return new RotatingFile(Path.Combine(settings.Paths.Log, "pandod.log"), settings.LogFileBytes, settings.LogFileKeep);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineryException(ErrorCodes.Daemon.NoDirectory, failure, ("path", settings.Paths.Log));
        }
    }

    private async Task<int> ServeAsync(StopSignal signal)
    {
        var startedAt = _composition.Time.GetTimestamp();
        Starting(DaemonHost.Version, Environment.ProcessId, _settings.Paths.Lib);
        Instance instance;
        try
        {
            instance = await _composition.OpenAsync(_settings, _loggers, signal.Token);
        }
        catch (PandoException failure)
        {
            CannotStart(failure.Code.Name, failure.Message);
            throw;
        }
        catch (OperationCanceledException) when (signal.Token.IsCancellationRequested)
        {
            return ExitCodes.Done;
        }
        var machines = instance.Domains.List().Count;
        Serving(RestSocket.PathOf(_settings), machines, instance.Adopted, (long)_composition.Time.GetElapsedTime(startedAt).TotalMilliseconds);
        Compiled(JitInfo.GetCompiledMethodCount(), (long)JitInfo.GetCompilationTime().TotalMilliseconds, GC.GetTotalMemory(false) / 1024);
        _systemd.Ready($"{machines} machines, {instance.Adopted} of them running");

        var upkeep = Task.WhenAll(
            LoggedAsync(new Watchdog(_systemd, RestSocket.PathOf(_settings), _composition.Time, _loggers.CreateLogger<Watchdog>()).RunAsync(signal.Token)),
            LoggedAsync(new WarmUp(instance.Host, _loggers.CreateLogger<WarmUp>()).RunAsync(signal.Token)),
            LoggedAsync(AutostartAsync(instance, signal.Token)),
            LoggedAsync(instance.Networks.WatchAsync(signal.Token)),
            LoggedAsync(instance.SwitchPorts.RunAsync(signal.Token)),
            LoggedAsync(instance.NetworkFilters.WatchAsync(signal.Token)),
            LoggedAsync(EmptyTrashAsync([new DomainTrash(instance.Domains), instance.Networks], signal.Token)));
        Stopping(await signal.Arrived);
        _systemd.Stopping();
        await StopAsync(instance, upkeep);
        return ExitCodes.Done;
    }

    private async Task StopAsync(Instance instance, Task upkeep)
    {
        using var limit = new CancellationTokenSource(_settings.StopLimit / 2, _composition.Time);
        var stopping = CloseAsync(instance, upkeep, limit.Token);
        try
        {
            await stopping.WaitAsync(_settings.StopLimit, _composition.Time);
            Stopped();
        }
        catch (TimeoutException)
        {
            // Guests and jobs are safe in any case: they are in the journal, and not in this process.
            StopTookTooLong(_settings.StopLimit);
        }
    }

    private static async Task CloseAsync(Instance instance, Task upkeep, CancellationToken answersMayFinish)
    {
        await instance.Rest.StopAsync(answersMayFinish);
        await upkeep;
        await instance.DisposeAsync();
    }

    // What fails beside the serving is said at once, and neither ends it nor keeps anything from being closed.
    private async Task LoggedAsync(Task upkeep)
    {
        try
        {
            await upkeep;
        }
        catch (Exception failure)
        {
            UpkeepFailed(failure);
        }
    }

    private async Task AutostartAsync(Instance instance, CancellationToken cancellationToken)
    {
        if (!_settings.Autostart)
        {
            return;
        }
        if (_settings.Paths == InstancePaths.System && Environment.IsPrivilegedProcess)
        {
            await TryAutostartAsync(instance.Networks.MakeDefaultAsync(cancellationToken));
        }
        await TryAutostartAsync(instance.Networks.AutostartAsync(cancellationToken));
        await TryAutostartAsync(instance.Domains.AutostartAsync(cancellationToken));
    }

    // A network that fails keeps no machine from being started that does not need it.
    private async Task TryAutostartAsync(Task autostart)
    {
        try
        {
            await autostart;
        }
        catch (Exception failure) when (failure is OperationCanceledException or PandoException or IOException)
        {
            AutostartEnded(failure);
        }
    }

    private Task EmptyTrashAsync(IReadOnlyList<ITrash> trashes, CancellationToken cancellationToken) => _settings.TrashRetention is { } retention
        ? new TrashRetention(trashes, retention, _composition.Time, _loggers.CreateLogger<TrashRetention>()).RunAsync(cancellationToken)
        : Task.CompletedTask;

    private void Reload(Func<DaemonSettings> read, LogChannel channel)
    {
        try
        {
            channel.Level = read().LogLevel;
            Reloaded(channel.Level);
        }
        catch (PandoException failure)
        {
            NotReloaded(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "pandod {Version} starts as process {Pid} on {State}")]
    private partial void Starting(string version, int pid, string state);

    [LoggerMessage(Level = LogLevel.Critical, Message = "pandod cannot start ({Code}): {Reason}")]
    private partial void CannotStart(string code, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving {Socket}: {Machines} machines, {Adopted} running ones taken up, after {Milliseconds} ms")]
    private partial void Serving(string socket, int machines, int adopted, long milliseconds);

    // What start-up costs: methods that were not compiled ahead of time show here.
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Methods} methods were compiled in {Milliseconds} ms; {HeapKiB} KiB on the heap")]
    private partial void Compiled(long methods, long milliseconds, long heapKiB);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping on {Signal}; guests go on")]
    private partial void Stopping(PosixSignal signal);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped")]
    private partial void Stopped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopping took longer than {Limit}; what is unfinished goes on at the next start")]
    private partial void StopTookTooLong(TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "Something that goes on beside the serving failed")]
    private partial void UpkeepFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Starting machines with the host ended early")]
    private partial void AutostartEnded(Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Settings were read again; the log's level is {Level}")]
    private partial void Reloaded(LogLevel level);

    [LoggerMessage(Level = LogLevel.Error, Message = "Settings were not read again: they are wrong")]
    private partial void NotReloaded(Exception failure);
}
