using Microsoft.Extensions.Logging;
using Pando.Domains.Adopting;
using Pando.Domains.Guests;
using Pando.Domains.Installing;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.Xml;

namespace Pando.Domains;

/// <summary>What happens when the daemon starts: definitions are read, running guests taken up, others started.</summary>
public sealed partial class DomainRegistry
{
    /// <summary>
    /// Reads all definitions and takes up every guest that runs. The jobs of a daemon that died are to be recovered
    /// before. Answers how many guests were taken up.
    /// </summary>
    public async Task<int> OpenAsync(CancellationToken cancellationToken = default)
    {
        var stored = await _services.History.LoadAllAsync(Sort, cancellationToken);
        var adopted = await new Adoption(_services).FindAsync(cancellationToken);
        var guests = adopted.ToDictionary(guest => guest.Live.Definition.Id);
        await _services.Confinement.TidyAsync(guests.Keys.ToHashSet(), cancellationToken);
        foreach (var one in stored)
        {
            OpenOne(one, guests);
        }
        foreach (var guest in guests.Values)
        {
            // Not stored: a transient machine lives as long as its process.
            AddDriver(ViewOf(guest, null, 0, false), guest.Guest);
        }
        foreach (var guest in adopted)
        {
            _operations.Claims.Adopt(guest.Live.Definition.Id, guest.Live.Definition.Name, guest.Live.Files);
        }
        await new Reconnection(_services, _services.Loggers.CreateLogger<Reconnection>()).RunAsync(adopted.Select(static guest => guest.Live), cancellationToken);
        foreach (var guest in adopted)
        {
            AskAgain(guest.Live);
        }
        Saving.Restoring.DropManagedSave.DiscardLeft(_services.Paths.ManagedSaves);
        InstallerRun.DiscardLeft(_services.Paths, [.. adopted.Select(guest => guest.Live.Definition)]);
        _heartbeat = BeatAsync(_closing.Token);
        _opened.TrySetResult();
        _sampling = _statistics.RunAsync(_closing.Token);
        _following = Task.WhenAll(new Following.UsbWatch(this, _services).RunAsync(_closing.Token), new Following.NetworkWatch(this, _services).RunAsync(_closing.Token));
        return adopted.Count;
    }

    /// <summary>Starts the machines that start with the host, once a boot. A machine that fails stops no other.</summary>
    public async Task AutostartAsync(CancellationToken cancellationToken = default)
    {
        if (!AutostartMark.TakeFor(_services.Paths))
        {
            return;
        }
        foreach (var view in List().Where(view => view is { Autostart: true, State.Phase: DomainPhase.Off }))
        {
            try
            {
                await Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(cancellationToken);
            }
            catch (PandoException e)
            {
                LogAutostartFailed(e, view.Name);
            }
        }
    }

    /// <summary>A guest may have released a device while nobody listened: it is asked once more.</summary>
    private void AskAgain(LiveDomain live)
    {
        foreach (var alias in live.UnplugAsked)
        {
            try
            {
                _ = Request(live.Definition.Id, new DetachDeviceRequest(null, alias, ChangeScope.Live), Caller.Daemon);
            }
            catch (CallerException e)
            {
                // It does not answer now; its record keeps what it was asked for.
                LogNotAskedAgain(e, live.Definition.Name, alias);
            }
        }
    }

    private void OpenOne(StoredDefinition stored, Dictionary<DomainId, AdoptedGuest> guests)
    {
        DomainDefinition definition;
        try
        {
            definition = DomainXml.Read(stored.Text);
        }
        catch (CallerException e)
        {
            // Written by a later version, or damaged by hand: the others are not to suffer, and nothing is thrown away.
            LogUnreadable(e, stored.Name);
            return;
        }
        var now = _services.Time.GetUtcNow();
        var autostart = StoredFacts.Autostart(stored);
        if (guests.Remove(definition.Id, out var adopted))
        {
            AddDriver(ViewOf(adopted, definition, stored.Version, autostart), adopted.Guest);
        }
        else
        {
            var off = new DomainState(DomainPhase.Off, DomainPhaseReason.Unknown, now, now);
            AddDriver(new DomainView(definition.Id, definition.Name, definition, stored.Version, null, off, autostart) { ManagedSave = _operations.HasManagedSave(definition.Id) }, null);
        }
    }

    // What is in force is told only where it is known.
    private static DomainView ViewOf(AdoptedGuest adopted, DomainDefinition? asked, int version, bool autostart) =>
        new(adopted.Live.Definition.Id, asked?.Name ?? adopted.Live.Definition.Name, asked, version, adopted.Guest.IsRecorded ? adopted.Live : null, adopted.State, autostart)
        {
            Transient = asked is null && !adopted.Guest.IsRecorded ? adopted.Live.Definition : null,
        };

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_services.Qemu.HeartbeatInterval, _services.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var driver in _drivers.Values)
                {
                    driver.Beat();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Machine {Machine} could not be started with the host")]
    private partial void LogAutostartFailed(Exception failure, string machine);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The guest of machine {Machine} could not be asked again to release {Device}")]
    private partial void LogNotAskedAgain(Exception failure, string machine, string device);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored definition of machine {Machine} cannot be read; it is left as it is")]
    private partial void LogUnreadable(Exception failure, string machine);
}
