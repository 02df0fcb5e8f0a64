using System.Globalization;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>Has single virtual CPUs there or not there, while the machine runs or from its next start on.</summary>
internal sealed class VcpuSwitches(DomainServices services, DomainRegistry registry, DefinitionIntake intake)
{
    public async Task<OperationOutcome> DoAsync(
        DomainTask task, SwitchVcpusRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        var live = request.IsLive(guest is not null);
        if (live)
        {
            RefuseBeyond(view.Name, request.Vcpus, guest!.Live.Definition);
        }
        if (request.IsConfig(guest is not null))
        {
            var asked = view.Asked!;
            RefuseBeyond(view.Name, request.Vcpus, asked);
            if (!request.Enabled && request.Vcpus.Contains(0))
            {
                throw Stays(view.Name, 0);
            }
            var changed = VcpuCounts.Switched(asked, request.Vcpus, request.Enabled);
            // Read again: whatever a definition must keep to holds for this one too.
            var definition = await intake.ReadAsync(DomainXml.Write(changed, new DomainXmlOptions { IncludeSecrets = true }), cancellationToken);
            await registry.DefineAsync(
                definition, request.ExpectedVersion ?? view.Version, task.By, $"setvcpu {request.Vcpus} {(request.Enabled ? "on" : "off")}", cancellationToken);
        }
        if (live)
        {
            try
            {
                await new LiveVcpus(services, guest!).SwitchAsync(request.Vcpus, request.Enabled, cancellationToken);
            }
            catch (QmpException e)
            {
                throw QemuErrors.Of(e, view.Name);
            }
        }
        return new OperationOutcome.Asked();
    }

    /// <summary>That one cannot be taken away.</summary>
    public static CallerException Stays(string name, int vcpu) =>
        new(ErrorCodes.Domain.VcpuStays, ("name", name), ("vcpu", vcpu.ToString(CultureInfo.InvariantCulture)));

    private static void RefuseBeyond(string name, NumberSet vcpus, DomainDefinition definition)
    {
        var highest = vcpus.Numbers.Items[^1] + 1;
        if (highest > definition.Vcpus)
        {
            throw new CallerException(
                ErrorCodes.Domain.VcpusBeyondMaximum, ("name", name),
                ("asked", highest.ToString(CultureInfo.InvariantCulture)), ("most", definition.Vcpus.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
