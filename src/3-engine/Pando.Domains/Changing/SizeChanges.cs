using System.Globalization;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Xml;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>Changes how much memory and how many virtual CPUs a machine has, while it runs or from its next start on.</summary>
internal sealed class SizeChanges(DomainServices services, DomainRegistry registry, DefinitionIntake intake)
{
    private const long BytesPerKiB = 1024;

    public async Task<OperationOutcome> SetVcpusAsync(
        DomainTask task, SetVcpusRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        var live = request.IsLive(guest is not null);
        if (live)
        {
            Refuse(view, request.Maximum, "vcpu maximum");
            RefuseBeyond(view, request.Count, guest!.Live.Definition.Vcpus);
        }
        if (request.IsConfig(guest is not null))
        {
            var asked = view.Asked!;
            if (!request.Maximum)
            {
                RefuseBeyond(view, request.Count, asked.Vcpus);
            }
            await StoreAsync(VcpuCounts.Of(asked, request.Count, request.Maximum), request, view, task, $"setvcpus {request.Count}", cancellationToken);
        }
        if (live)
        {
            await TellAsync(view, () => new LiveVcpus(services, guest!).SetAsync(request.Count, cancellationToken));
        }
        return new OperationOutcome.Asked();
    }

    public async Task<OperationOutcome> SetMemoryAsync(
        DomainTask task, SetMemoryRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        var live = request.IsLive(guest is not null);
        if (live)
        {
            Refuse(view, request.Maximum, "maximum memory");
            if (guest!.Live.Definition.Devices.Memballoon is not { Model: MemballoonModel.Virtio })
            {
                throw new CallerException(ErrorCodes.Domain.NoBalloon, ("name", view.Name));
            }
            RefuseBeyond(view, request.MemoryKiB, guest.Live.Definition.MemoryKiB);
        }
        if (request.IsConfig(guest is not null))
        {
            var asked = view.Asked!;
            if (!request.Maximum)
            {
                RefuseBeyond(view, request.MemoryKiB, asked.MemoryKiB);
            }
            var changed = request.Maximum
                ? asked with { MemoryKiB = request.MemoryKiB, CurrentMemoryKiB = Math.Min(asked.CurrentMemoryKiB, request.MemoryKiB) }
                : asked with { CurrentMemoryKiB = request.MemoryKiB };
            await StoreAsync(changed, request, view, task, $"setmem {MiB(request.MemoryKiB)}", cancellationToken);
        }
        if (live)
        {
            await TellAsync(view, () => guest!.ExecuteAsync(new Balloon(request.MemoryKiB * BytesPerKiB), null, cancellationToken));
            guest!.Record(services.Paths, guest.Live with { Definition = guest.Live.Definition with { CurrentMemoryKiB = request.MemoryKiB } });
        }
        return new OperationOutcome.Asked();
    }

    private async Task StoreAsync(
        DomainDefinition changed, ChangeRequest request, DomainView view, DomainTask task, string change, CancellationToken cancellationToken)
    {
        // Read again: whatever a definition must keep to, such as a topology, holds for this one too.
        var definition = await intake.ReadAsync(DomainXml.Write(changed, new DomainXmlOptions { IncludeSecrets = true }), cancellationToken);
        await registry.DefineAsync(definition, request.ExpectedVersion ?? view.Version, task.By, change, cancellationToken);
    }

    private static async Task TellAsync(DomainView view, Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, view.Name);
        }
    }

    private static void Refuse(DomainView view, bool maximum, string what)
    {
        if (maximum)
        {
            throw new CallerException(ErrorCodes.Domain.OnlyInDefinition, ("name", view.Name), ("what", what));
        }
    }

    private static void RefuseBeyond(DomainView view, int asked, int most)
    {
        if (asked < 1 || asked > most)
        {
            throw new CallerException(ErrorCodes.Domain.VcpusBeyondMaximum, ("name", view.Name), ("asked", Text(asked)), ("most", Text(most)));
        }
    }

    private static void RefuseBeyond(DomainView view, long askedKiB, long mostKiB)
    {
        if (askedKiB < 1 || askedKiB > mostKiB)
        {
            throw new CallerException(ErrorCodes.Domain.MemoryBeyondMaximum, ("name", view.Name), ("asked", MiB(askedKiB)), ("most", MiB(mostKiB)));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string MiB(long kib) => string.Create(CultureInfo.InvariantCulture, $"{kib / 1024} MiB");
}
