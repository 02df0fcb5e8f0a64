using Pando.Domains.Driving;
using Pando.Domains.Installing;
using Pando.Model;
using Pando.Model.Domains;

namespace Pando.Domains;

/// <summary>Machines that are made by an order, and machines that are only run.</summary>
public sealed partial class DomainRegistry
{
    /// <inheritdoc/>
    public async Task<DomainDefinition> PreviewInstallAsync(InstallOrder order, CancellationToken cancellationToken = default) =>
        (await PlanAsync(order, cancellationToken)).Definition;

    /// <inheritdoc/>
    public async Task<IDomainTask> InstallAsync(InstallOrder order, Caller by, CancellationToken cancellationToken = default)
    {
        var plan = await PlanAsync(order, cancellationToken);
        var job = await _services.Jobs.StartAsync(
            InstallJob.KindName, order.Name, InstallJob.Input(plan), by, InstallJob.Steps(_services, this, plan), cancellationToken);
        return new JobTask(job, () => Get(order.Name));
    }

    /// <inheritdoc/>
    public async Task<IDomainTask> CreateTransientAsync(string xml, StartRequest start, Caller by, CancellationToken cancellationToken = default)
    {
        var definition = await _intake.ReadAsync(xml, cancellationToken);
        RefuseTaken(definition);
        if (_drivers.TryGetValue(definition.Id, out var known))
        {
            // As libvirt does: a machine that is stored is started with another definition only by defining it first.
            throw UuidTaken(definition.Id, known.View.Name);
        }
        if (!_names.TryAdd(definition.Name, definition.Id))
        {
            throw NameTaken(definition.Name, _names[definition.Name]);
        }
        var now = _services.Time.GetUtcNow();
        var off = new DomainState(DomainPhase.Off, DomainPhaseReason.Unknown, now, now);
        var driver = AddDriver(new DomainView(definition.Id, definition.Name, null, 0, null, off, false) { Transient = definition }, null);
        return driver.Request(start, by);
    }

    private async Task<InstallPlan> PlanAsync(InstallOrder order, CancellationToken cancellationToken)
    {
        var plan = await InstallPlan.OfAsync(order, Guid.NewGuid().ToString("N"), _services.Volumes, _services.Installers, _services.OperatingSystems, cancellationToken);
        var definition = await _intake.CompleteAsync(plan.Definition, cancellationToken);
        RefuseTaken(definition);
        return plan with { Definition = definition };
    }
}
