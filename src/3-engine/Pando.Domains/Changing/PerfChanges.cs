using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Model.Domains;

namespace Pando.Domains.Changing;

/// <summary>Changes what is counted of a machine: of the one that runs, of its definition, or of both, then in both or in neither.</summary>
internal sealed class PerfChanges(DomainServices services, DomainRegistry registry, DefinitionIntake intake)
{
    public async Task<OperationOutcome> SetAsync(
        DomainTask task, SetPerfEventsRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        var before = request.IsLive(guest is not null) ? guest!.Live.Definition : null;
        if (before is not null)
        {
            Apply(guest!, PerfEvents.With(before, request.Events));
        }
        try
        {
            if (request.IsConfig(guest is not null))
            {
                var definition = await intake.CompleteAsync(PerfEvents.With(view.Asked!, request.Events), cancellationToken);
                await registry.DefineAsync(definition, request.ExpectedVersion ?? view.Version, task.By, "perf", cancellationToken);
            }
        }
        catch when (before is not null)
        {
            Apply(guest!, before);
            throw;
        }
        return new OperationOutcome.Asked();
    }

    private void Apply(RunningGuest guest, DomainDefinition machine)
    {
        guest.Counters.Count(machine.Name, guest.Process.Pid, PerfEvents.Enabled(machine));
        guest.Record(services.Paths, guest.Live with { Definition = machine });
    }
}
