using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Domains.Tuning;

/// <summary>Changes the resources of a machine that runs, of its definition, or of both: then in both or in neither.</summary>
internal sealed class ResourceTuning(DomainServices services, DomainRegistry registry, DefinitionIntake intake)
{
    public async Task<OperationOutcome> DoAsync(
        DomainTask task, TuneRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        var runs = guest is not null;
        // Both are checked before either is changed.
        var config = request.IsConfig(runs) ? await intake.CompleteAsync(Checked(request.Change.ApplyTo(view.Asked!), request.Change), cancellationToken) : null;
        var before = request.IsLive(runs) ? guest!.Live : null;
        var live = before is null ? null : before with { Definition = Checked(Live(before.Definition, request.Change), request.Change) };
        if (live is not null)
        {
            await ApplyAsync(guest!, live, before!, request.Change, cancellationToken);
        }
        if (config is not null)
        {
            try
            {
                await registry.DefineAsync(config, request.ExpectedVersion ?? view.Version, task.By, "tune", cancellationToken);
            }
            catch when (live is not null)
            {
                await ApplyAsync(guest!, before!, live, request.Change, CancellationToken.None);
                throw;
            }
        }
        if (live is not null)
        {
            TunedValues.Tell(services.Events, live.Definition, request.Change);
        }
        return new OperationOutcome.Asked();
    }

    private async Task ApplyAsync(RunningGuest guest, LiveDomain to, LiveDomain from, ResourceChange change, CancellationToken cancellationToken)
    {
        var confinement = to.Confinement ?? new GuestConfinement();
        services.Resources.Apply(to.Definition, from.Definition, confinement);
        try
        {
            await ApplyToThreadsAsync(guest, to.Definition, from.Definition, confinement, change, cancellationToken);
        }
        catch
        {
            services.Resources.Apply(from.Definition, to.Definition, confinement);
            throw;
        }
        guest.Record(services.Paths, to);
    }

    private async Task ApplyToThreadsAsync(
        RunningGuest guest, DomainDefinition to, DomainDefinition from, GuestConfinement confinement, ResourceChange change, CancellationToken cancellationToken)
    {
        if (change.IsOfPins)
        {
            await PlaceAsync(guest, to, from, cancellationToken);
        }
        if (change.IsOfThreads)
        {
            services.Resources.Require(to, confinement);
            services.Resources.ApplyThreads(to, confinement, await LimitThreads.ThreadsAsync(guest, cancellationToken));
        }
    }

    private static async Task PlaceAsync(RunningGuest guest, DomainDefinition to, DomainDefinition from, CancellationToken cancellationToken)
    {
        try
        {
            await ThreadPlacement.ApplyAsync(guest, to, from, cancellationToken);
        }
        catch (MachineryException)
        {
            // Some threads may be where they should not yet be.
            await ThreadPlacement.ApplyAsync(guest, from, to, CancellationToken.None);
            throw;
        }
    }

    private static DomainDefinition Live(DomainDefinition machine, ResourceChange change)
    {
        var mode = machine.NumaTuning.Memory?.Mode;
        if (change.NumaMode is { } wanted && wanted != mode)
        {
            throw NotLive(machine, "numatune/memory/mode");
        }
        // Other modes bind the memory itself when it is made: only the group's nodes can be changed later.
        if (change.NumaNodes is not null && mode is not (NumaMode.Strict or NumaMode.Restrictive))
        {
            throw NotLive(machine, "numatune/memory/nodeset");
        }
        return change.ApplyTo(machine);
    }

    private static CallerException NotLive(DomainDefinition machine, string what) =>
        new(ErrorCodes.Confinement.NotLive, ("name", machine.Name), ("what", what));

    /// <summary>Held against the rules of the format, as if it had been written by hand.</summary>
    private static DomainDefinition Checked(DomainDefinition machine, ResourceChange change)
    {
        if (change.IsOfPins)
        {
            ThreadPlacement.RefuseMissingProcessors(machine);
        }
        _ = DomainXml.Read(DomainXml.Write(machine, new DomainXmlOptions { IncludeSecrets = true }));
        return machine;
    }
}
