using System.Net.Sockets;
using Pando.GuestAgent;
using Pando.Linux;
using Pando.Linux.Sockets;
using Pando.Model.Errors;

namespace Pando.Domains.Agents;

/// <summary>
/// The line to the agent of one running guest. What waits on it is only who asked: no other request of the machine does,
/// and nothing is read from the guest that nobody asked for.
/// </summary>
internal sealed class GuestAgentLine : IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly CancellationTokenSource _leaving = new();
    private readonly AgentChannel _channel;
    private readonly string _machine;
    private readonly GuestAgentSettings _settings;
    private readonly TimeProvider _time;
    private volatile AgentSession? _session;
    private volatile bool _isConnected;
    private long _commandLimitTicks;

    public GuestAgentLine(AgentChannel channel, string machine, GuestAgentSettings settings, TimeProvider time)
    {
        _channel = channel;
        _machine = machine;
        _settings = settings;
        _time = time;
    }

    public string Alias => _channel.Alias;

    /// <summary>Whether a program in the guest holds the channel open, as far as QEMU told.</summary>
    public bool IsConnected => _isConnected;

    /// <summary>How long a command may take that names no limit itself; null is as long as the settings say.</summary>
    public TimeSpan? CommandLimit
    {
        get => Volatile.Read(ref _commandLimitTicks) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;
        set => Volatile.Write(ref _commandLimitTicks, value?.Ticks ?? 0);
    }

    /// <summary>QEMU told that the guest's end was opened or closed. Never waits. Answers whether that is news.</summary>
    public bool Notice(bool open)
    {
        if (_isConnected == open)
        {
            return false;
        }
        _isConnected = open;
        if (open)
        {
            // An agent without anybody at the host's end asks ten times a second whether somebody came.
            _ = ConnectAheadAsync();
        }
        else
        {
            _session?.Close();
        }
        return true;
    }

    /// <summary>Asks the agent. Throws <c>agent.…</c>.</summary>
    public Task<TResult> AskAsync<TResult>(AgentVerb<TResult> verb, TimeSpan? limit, CancellationToken cancellationToken) =>
        AskAsync(session => session.ExecuteAsync(verb, limit ?? CommandLimit, cancellationToken), cancellationToken);

    /// <summary>The same with what a caller makes of the session.</summary>
    public async Task<TResult> AskAsync<TResult>(Func<AgentSession, Task<TResult>> ask, CancellationToken cancellationToken)
    {
        if (!_isConnected)
        {
            throw new CallerException(ErrorCodes.Agent.NotConnected, ("name", _machine));
        }
        try
        {
            return await ask(await SessionAsync(cancellationToken));
        }
        catch (AgentException e)
        {
            throw AgentErrors.Of(e, _machine);
        }
        catch (Exception e) when (e is SyscallException or SocketException or TimeoutException)
        {
            throw new MachineryException(ErrorCodes.Domain.QemuLost, e, ("name", _machine));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _session?.Close();
        _leaving.Dispose();
    }

    private async Task<AgentSession> SessionAsync(CancellationToken cancellationToken)
    {
        if (_session is { IsClosed: false } session)
        {
            return session;
        }
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_session is { IsClosed: false } made)
            {
                return made;
            }
            var socket = await UnixConnect.ConnectAsync(_channel.Path, _settings.SyncLimit, cancellationToken);
            var options = new AgentOptions(_time) { SyncLimit = _settings.SyncLimit, CommandLimit = _settings.CommandLimit };
            return _session = new AgentSession(socket, options);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task ConnectAheadAsync()
    {
        try
        {
            await SessionAsync(_leaving.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SyscallException or SocketException or TimeoutException)
        {
            // Whoever asks the agent tries again, and is told.
        }
    }
}
