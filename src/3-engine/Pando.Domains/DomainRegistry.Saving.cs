using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Domains.Saving;
using Pando.Domains.Saving.Format;
using Pando.Domains.Saving.Restoring;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Domains;

/// <summary>Machines in files: saved ones come back, and what stands in a file is read and changed.</summary>
public sealed partial class DomainRegistry
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when every guest that ran has been taken up.</summary>
    internal Task Opened => _opened.Task;

    internal SavedMachines SavedMachines => field ??= new SavedMachines(_services, _intake);

    /// <inheritdoc/>
    public async Task<IDomainTask> SaveAsync(DomainId id, SaveOrder order, Caller by, CancellationToken cancellationToken = default)
    {
        var driver = Driver(id);
        if (order.Xml is not { } xml)
        {
            return driver.Request(new SaveRequest(order), by);
        }
        var live = RecordedGuest(driver).Live.Definition;
        var other = await SavedMachines.OtherAsync(live, xml, SavedDefinition.Aliases(live), cancellationToken);
        return driver.Request(new SaveRequest(order) { Definition = other }, by);
    }

    /// <inheritdoc/>
    public async Task<IDomainTask> RestoreSavedAsync(RestoreOrder order, Caller by, CancellationToken cancellationToken = default)
    {
        var saved = await SavedMachines.OpenAsync(order, managed: false, cancellationToken);
        try
        {
            return DriverFor(saved).Request(new StartRequest { Saved = saved, ResetVariables = order.ResetVariables }, by);
        }
        catch
        {
            saved.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<DomainDefinition> SavedDefinitionAsync(string path, CancellationToken cancellationToken = default)
    {
        var (image, file) = await SavedMachines.OpenFileAsync(path, cancellationToken);
        using (file)
        {
            return await SavedMachines.DefinitionAsync(image, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<DomainDefinition> ManagedSaveDefinitionAsync(DomainId id, CancellationToken cancellationToken = default) =>
        SavedDefinitionAsync(ManagedSaveOf(id), cancellationToken);

    /// <inheritdoc/>
    public async Task RedefineSavedAsync(string path, string xml, bool? running, Caller by, CancellationToken cancellationToken = default)
    {
        var (image, file) = await SavedMachines.OpenFileAsync(path, cancellationToken);
        byte[] before, after;
        using (file)
        {
            var saved = await SavedMachines.DefinitionAsync(image, cancellationToken);
            var other = await SavedMachines.OtherAsync(saved, xml, image.Cookie.Aliases, cancellationToken);
            var header = image.Header with { WasRunning = running ?? image.Header.WasRunning };
            after = SaveImage.Front(header, SavedDefinition.Text(other), image.Cookie, path);
            before = new byte[after.Length];
            RandomAccess.Read(file, before, 0);
        }
        var job = await _services.Jobs.StartAsync(
            RedefineSavedJob.KindName, path, RedefineSavedJob.Input(path), by, RedefineSavedJob.Steps(path, before, after), cancellationToken);
        await job.Completion;
    }

    /// <inheritdoc/>
    public Task RedefineManagedSaveAsync(DomainId id, string xml, bool? running, Caller by, CancellationToken cancellationToken = default) =>
        RedefineSavedAsync(ManagedSaveOf(id), xml, running, by, cancellationToken);

    /// <inheritdoc/>
    public JobRecord? RunningJob(DomainId id)
    {
        const string machines = "machine.";
        var name = Driver(id).View.Name;
        return _services.Jobs.List().FirstOrDefault(job => !job.HasEnded && job.Subject == name && job.Kind.StartsWith(machines, StringComparison.Ordinal));
    }

    /// <summary>The process that runs a machine; null for none.</summary>
    internal RunningGuest? TryGuest(DomainId id) => _drivers.TryGetValue(id, out var driver) ? driver.Guest : null;

    private string ManagedSaveOf(DomainId id)
    {
        var view = Driver(id).View;
        var path = _services.Paths.ManagedSave(id);
        return File.Exists(path) ? path : throw new CallerException(ErrorCodes.Save.NoManaged, ("name", view.Name));
    }

    /// <summary>The machine of that uuid and name, or a transient one.</summary>
    private DomainDriver DriverFor(SavedMachine saved)
    {
        var definition = saved.Definition;
        RefuseTaken(definition);
        if (_drivers.TryGetValue(definition.Id, out var known))
        {
            return known;
        }
        if (!_names.TryAdd(definition.Name, definition.Id))
        {
            throw NameTaken(definition.Name, _names[definition.Name]);
        }
        var now = _services.Time.GetUtcNow();
        var off = new DomainState(DomainPhase.Off, DomainPhaseReason.Unknown, now, now);
        return AddDriver(new DomainView(definition.Id, definition.Name, null, 0, null, off, false) { Transient = definition }, null);
    }
}
