using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Model.Xml;
using Pando.Qemu;
using Pando.Qemu.Machine;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>Changes what becomes of a machine when its guest ends: of the one that runs, of its definition, or of both.</summary>
internal sealed class LifecycleActions(DomainServices services, DomainRegistry registry, DefinitionIntake intake)
{
    public async Task<OperationOutcome> SetAsync(
        DomainTask task, SetLifecycleActionRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        // Both are held against the rules of the format before either is changed.
        var live = request.IsLive(guest is not null) ? With(guest!.Live.Definition, request) : null;
        _ = live is null ? null : DomainXml.Read(Text(live));
        if (request.IsConfig(guest is not null))
        {
            var definition = await intake.ReadAsync(Text(With(view.Asked!, request)), cancellationToken);
            await registry.DefineAsync(definition, request.ExpectedVersion ?? view.Version, task.By, "set-lifecycle-action", cancellationToken);
        }
        if (live is not null)
        {
            await ApplyAsync(view.Name, guest!, live, cancellationToken);
        }
        return new OperationOutcome.Asked();
    }

    private async Task ApplyAsync(string name, RunningGuest guest, DomainDefinition live, CancellationToken cancellationToken)
    {
        try
        {
            await guest.ExecuteAsync(LifecycleWords.Of(live), null, cancellationToken);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, name);
        }
        guest.Record(services.Paths, guest.Live with { Definition = live });
    }

    private static DomainDefinition With(DomainDefinition machine, SetLifecycleActionRequest request) => request.Event switch
    {
        LifecycleEvent.PowerOff => machine with { OnPowerOff = request.Action },
        LifecycleEvent.Reboot => machine with { OnReboot = request.Action },
        LifecycleEvent.Crash => machine with { OnCrash = request.Action },
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    private static string Text(DomainDefinition machine) => DomainXml.Write(machine, new DomainXmlOptions { IncludeSecrets = true });
}
