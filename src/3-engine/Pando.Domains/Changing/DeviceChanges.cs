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
            RefuseTwice(guest!.Live.Definition, device);
            // What is filled in, such as a card's address, is the same in both.
            device = await intake.CompleteAsync(guest.Live.Definition, device, cancellationToken);
            if (HotPlugTable.Refusal(device) is { } reason)
            {
                throw new CallerException(ErrorCodes.Domain.NotHotPluggable, ("name", view.Name), ("device", device.ToString()), ("reason", reason));
            }
            placed = LivePlaces.Place(guest.Live.Definition, device);
            placed = placed with { Definition = MemoryTotals.Follow(guest.Live.Definition, placed.Definition) };
        }
        NewDefinition? config = null;
        if (request.IsConfig(guest is not null))
        {
            RefuseTwice(view.Asked!, device);
            var with = DeviceEdits.Unnamed(DeviceEdits.Attach(view.Asked!, device));
            with = MemoryTotals.Follow(view.Asked!, await intake.CompleteAsync(with, cancellationToken));
            config = new NewDefinition(with, request.ExpectedVersion ?? view.Version, $"attach {device}");
        }
        if (placed is null)
        {
            return await StoreAsync(config!, task.By, cancellationToken);
        }
        var input = new ChangeInput(view.Id.Value, view.Name, [.. placed.New.Select(Alias)]);
        placed = placed with
        {
            Definition = GuestSockets.Place(await VolumePlaces.FoundAsync(placed.Definition, services.Volumes, cancellationToken), services.Paths.DomainRun(view.Id)),
        };
        var run = new ChangeRun { Guest = guest, Placed = placed, Start = Alone(placed.Definition, input.Aliases, guest!.Live), Config = config };
        return await RunAsync(task, AttachJob.KindName, input, AttachJob.Steps(services, registry, claims, input, run), cancellationToken);
    }

    public async Task<OperationOutcome> DetachAsync(
        DomainTask task, DetachDeviceRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        NewDefinition? config = null;
        if (request.IsConfig(guest is not null))
        {
            var without = request.Device is { } device ? DeviceEdits.Detach(view.Asked!, device) : DeviceEdits.Detach(view.Asked!, request.Alias!);
            without = MemoryTotals.Follow(view.Asked!, await intake.CompleteAsync(without, cancellationToken));
            config = new NewDefinition(without, request.ExpectedVersion ?? view.Version, $"detach {request.Device?.ToString() ?? request.Alias}");
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

    public async Task<OperationOutcome> UpdateAsync(
        DomainTask task, UpdateDeviceRequest request, DomainView view, RunningGuest? guest, CancellationToken cancellationToken)
    {
        NewDefinition? config = null;
        if (request.IsConfig(guest is not null))
        {
            var changed = await intake.CompleteAsync(DeviceEdits.Update(view.Asked!, request.InDefinition ?? request.Device), cancellationToken);
            config = new NewDefinition(changed, request.ExpectedVersion ?? view.Version, $"update {request.Device}");
        }
        if (!request.IsLive(guest is not null))
        {
            return await StoreAsync(config!, task.By, cancellationToken);
        }
        var live = guest!.Live.Definition;
        var update = await UpdateOfAsync(live, request, view, cancellationToken);
        if (update.Places.Count == 0)
        {
            return config is null ? new OperationOutcome.Asked() : await StoreAsync(config, task.By, cancellationToken);
        }
        var input = new ChangeInput(view.Id.Value, view.Name, [update.Alias]) { Places = update.Places };
        var medium = LiveUpdates.ChangesMedium(update.After, update.Places)
            ? Alone(DeviceEdits.Replace(live, update.Alias, update.After), input.Aliases, guest.Live)
            : null;
        var run = new ChangeRun { Guest = guest, Update = update, Start = medium, Config = config };
        return await RunAsync(task, UpdateJob.KindName, input, UpdateJob.Steps(services, registry, claims, input, run), cancellationToken);
    }

    private async Task<DeviceUpdate> UpdateOfAsync(DomainDefinition live, UpdateDeviceRequest request, DomainView view, CancellationToken cancellationToken)
    {
        var alias = Alias(DeviceEdits.Find(live, request.Device));
        var before = DeviceEdits.TextOf(live, alias);
        // Both completed alike: what a run has chosen, such as a port, is no difference.
        var after = await intake.CompleteUpdateAsync(live, request.Device.WithoutChainOf(before), cancellationToken);
        var places = DeviceDifferences.Of(await intake.CompleteUpdateAsync(live, before, cancellationToken), after);
        if (LiveUpdates.Refusal(before, places) is { } reason)
        {
            throw new CallerException(ErrorCodes.Domain.NotLiveUpdatable, ("name", view.Name), ("device", request.Device.ToString()), ("reason", reason));
        }
        return new DeviceUpdate(alias, before, DeviceDifferences.Taken(before, after, places), places, request.Force);
    }

    /// <summary>One device of the host is in a machine once.</summary>
    private static void RefuseTwice(DomainDefinition machine, DeviceText device)
    {
        if (device.Kind == "hostdev" && DeviceEdits.Has(machine, device))
        {
            throw new CallerException(ErrorCodes.Domain.DeviceThere, ("name", machine.Name), ("device", device.ToString()));
        }
    }

    private static void RefuseFixed(DomainView view, DomainDefinition live, Device found)
    {
        var text = DeviceEdits.TextOf(live, Alias(found));
        if (HotPlugTable.UnplugRefusal(text) is { } reason)
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

    /// <summary>Devices as a machine of their own: nothing of the machine's firmware or kernel is opened again for them.</summary>
    internal static StartRun Alone(DomainDefinition machine, IReadOnlyList<string> aliases, LiveDomain live)
    {
        var definition = machine with
        {
            Os = machine.Os with { Loader = null, Nvram = null, KernelPath = null, InitrdPath = null },
            Devices = DeviceEdits.Only(machine, [.. aliases]),
        };
        return new StartRun(definition, live.FromVersion, paused: false, live.Transient) { Confinement = live.Confinement, Joined = machine };
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
        return new OperationOutcome.Changed(
            kind switch { AttachJob.KindName => "device-added", DetachJob.KindName => "device-removed", _ => "device-changed" }, input.Aliases);
    }

    private static string Alias(Device device) => device.Alias!.Value.Name;

    private static CallerException NoSuchDevice(DomainView view, string device) =>
        new(ErrorCodes.Domain.NoSuchDevice, ("name", view.Name), ("device", device));
}
