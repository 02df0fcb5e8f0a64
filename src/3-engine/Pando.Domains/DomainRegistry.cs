using System.Globalization;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pando.Domains.Agents;
using Pando.Domains.Consoles;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Domains.Monitor;
using Pando.Domains.Capabilities;
using Pando.Domains.Processors;
using Pando.Domains.Statistics;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.State;

namespace Pando.Domains;

/// <summary>The machines of this host: finds them, makes their drivers, and hands requests to them.</summary>
public sealed partial class DomainRegistry : IDomains, IAsyncDisposable
{
    internal const string Sort = "domain";

    private readonly ConcurrentDictionary<DomainId, DomainDriver> _drivers = new();
    private readonly ConcurrentDictionary<string, DomainId> _names = new(StringComparer.Ordinal);
    private readonly DomainServices _services;
    private readonly DomainOperations _operations;
    private readonly DefinitionIntake _intake;
    private readonly CancellationTokenSource _closing = new();
    private readonly ILogger _log;
    private readonly DomainStatistics _statistics;
    private Task _heartbeat = Task.CompletedTask;
    private Task _sampling = Task.CompletedTask;
    private Task _following = Task.CompletedTask;

    /// <summary>Makes an empty one and registers its kinds of jobs; <see cref="OpenAsync"/> fills it.</summary>
    public DomainRegistry(DomainServices services)
    {
        _services = services;
        _log = services.Loggers.CreateLogger<DomainRegistry>();
        _intake = new DefinitionIntake(services);
        _operations = new DomainOperations(services, this, _intake);
        _operations.RegisterJobs();
        Agents = new GuestAgents(this, services);
        Monitor = new GuestMonitor(this);
        Processors = new GuestProcessors(services);
        Capabilities = new GuestCapabilities(services);
        _statistics = new DomainStatistics(this, services);
    }

    /// <summary>The figures of the machines.</summary>
    public IDomainStatistics Statistics => _statistics;

    internal IEnumerable<DomainDriver> Drivers => _drivers.Values;

    /// <summary>The agents inside the guests.</summary>
    public IGuestAgents Agents { get; }

    /// <summary>The processors that guests can have.</summary>
    public IGuestProcessors Processors { get; }

    /// <summary>What the host is for machines, and what they can be.</summary>
    public IGuestCapabilities Capabilities { get; }

    /// <summary>What QEMU is asked beside the queues.</summary>
    public IGuestMonitor Monitor { get; }

    /// <inheritdoc/>
    public IReadOnlyList<DomainView> List()
    {
        var views = _drivers.Values.Select(driver => driver.View).ToArray();
        Array.Sort(views, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return views;
    }

    /// <inheritdoc/>
    public DomainView? Find(string nameOrId) => FindDriver(nameOrId)?.View;

    /// <inheritdoc/>
    public DomainView Get(string nameOrId) => Find(nameOrId) ?? throw NotFound(nameOrId);

    /// <inheritdoc/>
    public async Task<DomainDefinition> PreviewAsync(string xml, CancellationToken cancellationToken = default)
    {
        var definition = await _intake.ReadAsync(xml, cancellationToken);
        RefuseTaken(definition);
        return definition;
    }

    /// <inheritdoc/>
    public async Task<DomainView> DefineAsync(
        string xml, int? expectedVersion, Caller by, string change = "define", CancellationToken cancellationToken = default) =>
        await DefineAsync(await _intake.ReadAsync(xml, cancellationToken), expectedVersion, by, change, cancellationToken);

    /// <inheritdoc/>
    public IDomainTask Request(DomainId id, DomainRequest request, Caller by) => Driver(id).Request(request, by);

    /// <inheritdoc/>
    public async Task<DomainView> SetAutostartAsync(DomainId id, bool autostart, CancellationToken cancellationToken = default)
    {
        var driver = Driver(id);
        var view = driver.View;
        if (!view.Persistent)
        {
            throw new CallerException(ErrorCodes.Domain.IsTransient, ("name", view.Name));
        }
        var stored = await _services.History.SetFactsAsync(Sort, id.Value, StoredFacts.Of(autostart), cancellationToken);
        return await driver.RedefinedAsync(view.Asked!, stored.Version, autostart);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(DomainId id, CancellationToken cancellationToken = default)
    {
        _ = Driver(id);
        return await _services.History.VersionsAsync(Sort, id.Value, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DomainView> RevertAsync(DomainId id, int version, int? expectedVersion, Caller by, CancellationToken cancellationToken = default)
    {
        var view = Driver(id).View;
        var versions = await _services.History.VersionsAsync(Sort, id.Value, cancellationToken);
        var old = versions.FirstOrDefault(v => v.Number == version)
            ?? throw new CallerException(ErrorCodes.Domain.VersionNotFound, ("name", view.Name), ("version", $"{version}"));
        // A machine that was renamed since keeps its name.
        var definition = await _intake.ReadAsync(old.Text, cancellationToken) with { Name = view.Name };
        return await DefineAsync(definition, expectedVersion ?? view.Version, by, $"revert to {version}", cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IConsoleAttachment> AttachConsoleAsync(DomainId id, string? device, bool force, CancellationToken cancellationToken = default)
    {
        var driver = Driver(id);
        var guest = RecordedGuest(driver);
        var hub = guest.Consoles.Find(device)
            ?? throw new CallerException(ErrorCodes.Domain.NoConsole, ("name", driver.View.Name), ("console", device ?? "serial0"));
        return await hub.AttachAsync(force, cancellationToken)
            ?? throw new CallerException(ErrorCodes.Domain.ConsoleInUse, ("name", driver.View.Name), ("console", device ?? guest.Consoles.FirstAlias!));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _heartbeat;
        await _sampling;
        await _following;
        await Task.WhenAll(_drivers.Values.Select(driver => driver.RetireAsync().AsTask()));
        _closing.Dispose();
    }

    internal async Task<DomainView> DefineAsync(
        DomainDefinition definition, int? expectedVersion, Caller by, string change, CancellationToken cancellationToken)
    {
        RefuseTaken(definition);
        var reserved = _names.TryAdd(definition.Name, definition.Id);
        if (!reserved && _names.TryGetValue(definition.Name, out var holder) && holder != definition.Id)
        {
            throw NameTaken(definition.Name, holder);
        }
        try
        {
            var stored = await _services.History.PutAsync(
                Sort, new DefinitionChange(definition.Id.Value, definition.Name, DefinitionIntake.Text(definition), change, by), expectedVersion, cancellationToken);
            var view = await TakeUpAsync(definition, stored);
            _services.Events.Publish("definition.changed", definition.Id.ToString(), ("name", definition.Name), ("version", $"{stored.Version}"), ("change", change), ("by", by.Name));
            return view;
        }
        catch (CallerException e) when (e.Code == ErrorCodes.State.Conflict)
        {
            throw new CallerException(ErrorCodes.Domain.ChangedMeanwhile, e, ("name", definition.Name));
        }
        catch when (reserved && !_drivers.ContainsKey(definition.Id))
        {
            _names.TryRemove(KeyValuePair.Create(definition.Name, definition.Id));
            throw;
        }
    }

    /// <summary>Makes what is stored known: a new machine that is off, or another definition of one that is there.</summary>
    internal async Task<DomainView> TakeUpAsync(DomainDefinition definition, StoredDefinition stored)
    {
        var autostart = StoredFacts.Autostart(stored);
        if (_drivers.TryGetValue(definition.Id, out var driver))
        {
            return await driver.RedefinedAsync(definition, stored.Version, autostart);
        }
        var now = _services.Time.GetUtcNow();
        var off = new DomainState(DomainPhase.Off, DomainPhaseReason.Unknown, now, now);
        return AddDriver(new DomainView(definition.Id, definition.Name, definition, stored.Version, null, off, autostart) { ManagedSave = _operations.HasManagedSave(definition.Id) }, null).View;
    }

    internal DomainDriver AddDriver(DomainView view, RunningGuest? guest)
    {
        var driver = new DomainDriver(view, guest, _services.Time, _services.Loggers.CreateLogger<DomainDriver>(), _operations);
        if (!_drivers.TryAdd(view.Id, driver))
        {
            throw UuidTaken(view.Id, _drivers[view.Id].View.Name);
        }
        _names[view.Name] = view.Id;
        return driver;
    }

    internal void Forget(DomainDriver driver)
    {
        _drivers.TryRemove(KeyValuePair.Create(driver.Id, driver));
        _names.TryRemove(KeyValuePair.Create(driver.View.Name, driver.Id));
    }

    /// <summary>Tells a machine something where it is still there.</summary>
    internal void Tell(DomainId id, Action<DomainDriver> tell)
    {
        if (_drivers.TryGetValue(id, out var driver))
        {
            tell(driver);
        }
    }

    internal DomainDriver Driver(DomainId id) => _drivers.TryGetValue(id, out var driver) ? driver : throw NotFound(id.ToString());

    private static RunningGuest RecordedGuest(DomainDriver driver) => driver.Guest switch
    {
        null => throw new CallerException(ErrorCodes.Domain.NotRunning, ("name", driver.View.Name)),
        { IsRecorded: false } => throw new CallerException(ErrorCodes.Domain.RecordUnreadable, ("name", driver.View.Name)),
        var guest => guest,
    };

    private DomainDriver? FindDriver(string nameOrId)
    {
        if (_names.TryGetValue(nameOrId, out var byName) && _drivers.TryGetValue(byName, out var named))
        {
            return named;
        }
        return DomainId.TryParse(nameOrId, out var id) && _drivers.TryGetValue(id, out var driver) ? driver : FindRun(nameOrId);
    }

    /// <summary>A number is that of a run where no machine has it for a name.</summary>
    private DomainDriver? FindRun(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var run)
            ? _drivers.Values.FirstOrDefault(driver => driver.View.Live?.Number == run)
            : null;

    private void RefuseTaken(DomainDefinition definition)
    {
        if (_names.TryGetValue(definition.Name, out var holder) && holder != definition.Id)
        {
            throw NameTaken(definition.Name, holder);
        }
        if (_drivers.TryGetValue(definition.Id, out var driver) && driver.View.Name != definition.Name)
        {
            throw UuidTaken(definition.Id, driver.View.Name);
        }
    }

    private static CallerException NotFound(string name) => new(ErrorCodes.Domain.NotFound, ("name", name));

    private static CallerException NameTaken(string name, DomainId holder) => new(ErrorCodes.Domain.NameTaken, ("name", name), ("uuid", holder.ToString()));

    private static CallerException UuidTaken(DomainId id, string name) => new(ErrorCodes.Domain.UuidTaken, ("uuid", id.ToString()), ("name", name));
}
