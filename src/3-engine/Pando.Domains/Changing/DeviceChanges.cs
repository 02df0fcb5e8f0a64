using Pando.Domains.Disks;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.Xml.Changes;

namespace Pando.Domains.Changing;

/// <summary>Attaches and detaches devices, of a machine that runs, of its definition, or of both.</summary>
internal sealed class DeviceChanges(DomainServices services, DomainRegistry registry, DefinitionIntake intake, DiskClaims claims)
{
    public async Task<OperationOutcome> AttachAsync(
        DomainTask task, AttachDeviceRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        var device = request.Device;
        PlacedDevices? placed = null;
        if (request.IsLive(guest is not null))
        {
            // What is filled in, such as a card's address, is the same in both.
            device = await intake.CompleteAsync(guest!.Live.Definition, device, cancellationToken);
            if (HotPlugTable.Refusal(device) is { } reason)
            {
                throw new CallerException(ErrorCodes.Domain.NotHotPluggable, ("name", view.Name), ("device", device.ToString()), ("reason", reason));
            }
            placed = LivePlaces.Place(guest.Live.Definition, device);
        }
        NewDefinition? config = null;
        if (request.IsConfig(guest is not null))
        {
            var with = DeviceEdits.Unnamed(DeviceEdits.Attach(view.Asked!, device));
            config = new NewDefinition(await intake.CompleteAsync(with, cancellationToken), request.ExpectedVersion ?? view.Version, $"attach {device}");
        }
        if (placed is null)
        {
            return await StoreAsync(config!, task.By, cancellationToken);
        }
        var input = new ChangeInput(view.Id.Value, view.Name, [.. placed.New.Select(Alias)]);
        placed = placed with { Definition = GuestSockets.Place(placed.Definition, services.Paths.DomainRun(view.Id)) };
        var run = new ChangeRun { Guest = guest, Placed = placed, Start = Alone(placed, input, view), Config = config };
        return await RunAsync(task, AttachJob.KindName, input, AttachJob.Steps(services, registry, claims, input, run), cancellationToken);
    }

    public async Task<OperationOutcome> DetachAsync(
        DomainTask task, DetachDeviceRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        NewDefinition? config = null;
        if (request.IsConfig(guest is not null))
        {
            var without = request.Device is { } device ? DeviceEdits.Detach(view.Asked!, device) : DeviceEdits.Detach(view.Asked!, request.Alias!);
            config = new NewDefinition(
                await intake.CompleteAsync(without, cancellationToken), request.ExpectedVersion ?? view.Version, $"detach {request.Device?.ToString() ?? request.Alias}");
        }
        if (!request.IsLive(guest is not null))
        {
            return await StoreAsync(config!, task.By, cancellationToken);
        }
        var live = guest!.Live.Definition;
        if (request.IsReleased && DeviceEdits.ByAlias(live, request.Alias!) is null)
        {
            // The operation that had asked for it has seen to it itself.
            return new OperationOutcome.Asked();
        }
        var found = request.Device is { } meant ? DeviceEdits.Find(live, meant) : DeviceEdits.ByAlias(live, request.Alias!) ?? throw NoSuchDevice(view, request.Alias!);
        RefuseFixed(view, live, found);
        var input = new ChangeInput(view.Id.Value, view.Name, [Alias(found)]);
        var run = new ChangeRun { Guest = guest, Config = config };
        return await RunAsync(task, DetachJob.KindName, input, DetachJob.Steps(services, registry, claims, input, run, request.IsReleased), cancellationToken);
    }

    private static void RefuseFixed(DomainView view, DomainDefinition live, Device found)
    {
        var text = DeviceEdits.TextOf(live, Alias(found));
        if (HotPlugTable.Refusal(text) is { } reason)
        {
            throw new CallerException(ErrorCodes.Domain.NotHotUnpluggable, ("name", view.Name), ("device", text.ToString()), ("reason", reason));
        }
        if (found is ControllerDevice controller && ControllerUsers.First(live, controller) is { } user)
        {
            throw new CallerException(ErrorCodes.Domain.DeviceInUse, ("name", view.Name), ("device", Alias(found)), ("other", Alias(user)));
        }
        if (found.Address is PciAddress { Bus: var bus } && live.Devices.Controllers.Items.OfType<PciController>().Any(pci =>
            pci.Index == bus && pci is { Model: PciControllerModel.PcieRoot } or { HotPlug: false }))
        {
            throw new CallerException(ErrorCodes.Domain.NotHotUnpluggable, ("name", view.Name), ("device", text.ToString()), ("reason", "domain.reason.plug-bus"));
        }
    }

    /// <summary>The new devices as a machine of their own: nothing of the machine's firmware or kernel is opened again for them.</summary>
    private static StartRun Alone(PlacedDevices placed, ChangeInput input, DomainView view)
    {
        var definition = placed.Definition with
        {
            Os = placed.Definition.Os with { Loader = null, Nvram = null, KernelPath = null, InitrdPath = null },
            Devices = DeviceEdits.Only(placed.Definition, [.. input.Aliases]),
        };
        return new StartRun(definition, view.Version, paused: false, transient: false);
    }

    private async Task<OperationOutcome> StoreAsync(NewDefinition config, Caller by, CancellationToken cancellationToken)
    {
        await registry.DefineAsync(config.Definition, config.BaseVersion, by, config.Change, cancellationToken);
        return new OperationOutcome.Asked();
    }

    private async Task<OperationOutcome> RunAsync(
        DomainTask task, string kind, ChangeInput input, IReadOnlyList<Model.Jobs.JobStep> steps, CancellationToken cancellationToken)
    {
        var job = await services.Jobs.StartAsync(kind, input.Name, input.ToJson(), task.By, steps, cancellationToken);
        task.BeganAs(job);
        await using var cancel = cancellationToken.Register(job.Cancel);
        await job.Completion;
        return new OperationOutcome.Changed(kind, input.Aliases);
    }

    private static string Alias(Device device) => device.Alias!.Value.Name;

    private static CallerException NoSuchDevice(DomainView view, string device) =>
        new(ErrorCodes.Domain.NoSuchDevice, ("name", view.Name), ("device", device));
}
