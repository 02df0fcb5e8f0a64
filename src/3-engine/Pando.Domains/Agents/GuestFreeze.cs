using Microsoft.Extensions.Logging;
using Pando.GuestAgent;
using Pando.Model.Errors;

namespace Pando.Domains.Agents;

/// <summary>
/// Freezes and thaws the file systems of one guest. A guest that stays frozen hangs: a freeze has an end, whoever asked for
/// it, and a thaw that fails is tried until it succeeds or the guest is gone.
/// </summary>
internal sealed partial class GuestFreeze(
    GuestAgentLine line, string machine, string directory, GuestAgentSettings settings, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly Lock _gate = new();
    private CancellationTokenSource? _frozen;
    private Task _thawing = Task.CompletedTask;

    /// <summary>Freezes for at most <paramref name="longest"/>; answers how many file systems. Nothing stays frozen when it fails.</summary>
    public async Task<int> FreezeAsync(IReadOnlyList<string> mountpoints, TimeSpan longest, CancellationToken cancellationToken)
    {
        FreezeMark.Set(directory);
        try
        {
            var frozen = mountpoints.Count == 0
                ? await line.AskAsync(new GuestFsfreezeFreeze(), settings.FreezeLimit, cancellationToken)
                : await line.AskAsync(new GuestFsfreezeFreezeList(mountpoints), settings.FreezeLimit, cancellationToken);
            ThawAfter(longest);
            return frozen;
        }
        catch (PeerException e) when (e.Code == ErrorCodes.Agent.Refused || e.Code == ErrorCodes.Agent.UnknownCommand)
        {
            // The agent itself thaws what it had frozen; what was frozen before stays so, and its own end stands.
            if (_frozen is null)
            {
                FreezeMark.Clear(directory);
            }
            throw;
        }
        catch
        {
            ThawAfter(TimeSpan.Zero);
            throw;
        }
    }

    /// <summary>Thaws; answers how many file systems were frozen.</summary>
    public async Task<int> ThawAsync(CancellationToken cancellationToken)
    {
        var thawed = await line.AskAsync(new GuestFsfreezeThaw(), settings.FreezeLimit, cancellationToken);
        Forget();
        return thawed;
    }

    /// <summary>Thaws what a daemon left frozen that was killed.</summary>
    public void ThawWhatIsLeft()
    {
        if (FreezeMark.IsSet(directory))
        {
            ThawAfter(TimeSpan.Zero);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _thawing;
        _leaving.Dispose();
    }

    private void ThawAfter(TimeSpan longest)
    {
        lock (_gate)
        {
            _frozen?.Cancel();
            _frozen = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
            _thawing = ThawUntilDoneAsync(longest, _frozen.Token);
        }
    }

    private void Forget()
    {
        lock (_gate)
        {
            FreezeMark.Clear(directory);
            _frozen?.Cancel();
            _frozen = null;
        }
    }

    private async Task ThawUntilDoneAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(longest, time, cancellationToken);
            while (!await TryThawAsync(cancellationToken))
            {
                await Task.Delay(settings.ThawInterval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Thawed on request, or the guest is being left: the mark stays for the next daemon.
        }
    }

    private async Task<bool> TryThawAsync(CancellationToken cancellationToken)
    {
        try
        {
            var thawed = await line.AskAsync(new GuestFsfreezeThaw(), settings.FreezeLimit, cancellationToken);
            LogThawed(machine, thawed);
            Forget();
            return true;
        }
        catch (PandoException e)
        {
            LogNotThawed(e, machine);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} file systems of machine {Machine} were thawed: whoever froze them did not")]
    private partial void LogThawed(string machine, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The file systems of machine {Machine} are frozen and cannot be thawed now; it is tried again")]
    private partial void LogNotThawed(Exception failure, string machine);
}
