using Microsoft.Win32.SafeHandles;
using Pando.Domains.Disks;
using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Jobs;
using Pando.Model.Xml.Changes;
using Pando.Qemu;
using Pando.Qemu.Arguments;
using Pando.Qemu.HotPlug;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>A change of one device: what it becomes, and at which places it differs.</summary>
internal sealed record DeviceUpdate(string Alias, DeviceText Before, DeviceText After, IReadOnlyList<string> Places, bool Force);

/// <summary>
/// Makes QEMU have a device as it is to be, and writes down that it has. Undone, it is made again what the record says,
/// which is also what a later daemon does for one that died in the middle.
/// </summary>
internal sealed class UpdateDevice(DomainServices services, DiskClaims claims, ChangeInput input, ChangeRun? run) : JobStep
{
    // What QEMU refuses for itself, such as a limit of a drive without a medium, it refuses when it is to be undone, too.
    private QmpErrorException? _refused;

    public override string Name => "update";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var guest = run!.Guest!;
        var update = run.Update!;
        var definition = DeviceEdits.Replace(guest.Live.Definition, update.Alias, update.After);
        try
        {
            await ApplyAsync(guest, definition, update, run.Start, cancellationToken);
            guest.Record(services.Paths, guest.Live with { Definition = definition });
            Tell(definition, update);
        }
        catch (QmpException e)
        {
            _refused = e as QmpErrorException;
            throw QemuErrors.Of(e, input.Name);
        }
        finally
        {
            run.Start?.Files?.Dispose();
        }
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run?.Guest is { } guest)
        {
            await RestoreAsync(job, guest, run.Update!.Places, cancellationToken);
            return;
        }
        await using var left = await GuestOfEarlierDaemon.FindAsync(services, input.Machine, cancellationToken);
        if (left is not null)
        {
            await RestoreAsync(job, left, input.Places, cancellationToken);
        }
    }

    /// <summary>Limits of a disk are told under libvirt's names, too: <c>blkdeviotune.total_iops_sec</c>.</summary>
    private void Tell(DomainDefinition definition, DeviceUpdate update)
    {
        if (!update.Places.Any(static place => place.StartsWith("iotune", StringComparison.Ordinal)))
        {
            return;
        }
        services.Events.Publish(
            "machine.tunable", definition.Id.ToString(),
            [
                ("name", definition.Name), ("blkdeviotune.disk", update.After.Value("target/@dev") ?? update.Alias),
                .. ThrottleNames.All.Select(limit => ($"blkdeviotune.{limit.Element}", update.After.Value($"iotune/{limit.Element}") ?? "0")),
            ]);
    }

    private async Task RestoreAsync(IJobContext job, RunningGuest guest, IReadOnlyList<string> places, CancellationToken cancellationToken)
    {
        var live = guest.Live;
        var before = run?.Update?.Before ?? DeviceEdits.TextOf(live.Definition, input.Aliases[0]);
        var definition = DeviceEdits.Replace(live.Definition, input.Aliases[0], before);
        var update = new DeviceUpdate(input.Aliases[0], before, before, places, Force: true);
        StartRun? start = null;
        try
        {
            if (LiveUpdates.ChangesMedium(before, places))
            {
                start = DeviceChanges.Alone(definition, input.Aliases, live);
                await new OpenFiles(services, claims, input.Machine, start).DoAsync(job, cancellationToken);
            }
            // Where the process has ended there is nothing to restore.
            if (await LostConnection.TryAsync(guest, services, () => ApplyAsync(guest, definition, update, start, cancellationToken), cancellationToken))
            {
                guest.Record(services.Paths, guest.Live with { Definition = definition });
            }
        }
        catch (QmpErrorException e) when (_refused is { } refused && (e.Command, e.Description) == (refused.Command, refused.Description))
        {
            // What came before is restored, and nothing came after.
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, input.Name);
        }
        finally
        {
            start?.Files?.Dispose();
        }
    }

    private async Task ApplyAsync(
        RunningGuest guest, DomainDefinition definition, DeviceUpdate update, StartRun? medium, CancellationToken cancellationToken)
    {
        if (medium is not null)
        {
            await ChangeMediumAsync(guest, definition, update, medium, cancellationToken);
        }
        await BridgePort.ApplyAsync(guest, services, definition, update, cancellationToken);
        await CardSpeed.ApplyAsync(guest, services, definition, update, cancellationToken);
        foreach (var command in LiveUpdates.Commands(update.Alias, update.After, update.Places))
        {
            await guest.ExecuteAsync(command, null, cancellationToken);
        }
    }

    private async Task ChangeMediumAsync(RunningGuest guest, DomainDefinition definition, DeviceUpdate update, StartRun medium, CancellationToken cancellationToken)
    {
        var drive = (DiskDevice)DeviceEdits.ByAlias(guest.Live.Definition, update.Alias)!;
        var target = (DiskDevice)DeviceEdits.ByAlias(definition, update.Alias)!;
        await TrayOpening.OpenAsync(guest, update.Alias, update.Force, services.Qemu.ReleaseLimit, services.Time, cancellationToken);
        var closed = await DriveMedium.RemoveAsync(guest, drive, cancellationToken);
        using var noMonitor = new SafeFileHandle();
        using var noSockets = new GuestSockets();
        var capabilities = await services.Capabilities.GetAsync(
            definition.Devices.EmulatorPath ?? services.Qemu.Binary, guest.Live.Accelerator.Accelerator, cancellationToken);
        await DriveMedium.InsertAsync(
            guest,
            new CommandLineRequest(definition, capabilities, guest.Live.Accelerator.Accelerator, QemuLauncher.Descriptors(medium, noMonitor, noSockets), services.Time.GetLocalNow())
            {
                Only = medium.Definition.Devices,
                FirstSet = await DeviceBackEnds.FreeSetAsync(guest, cancellationToken),
            },
            cancellationToken);
        IReadOnlyList<HeldFile> held = [.. HeldFiles.Without(guest.Live.Files, closed), .. medium.Held];
        claims.Adopt(input.Machine, input.Name, held);
        var before = guest.Live.Files;
        guest.Record(services.Paths, ImageNumbers.With(guest.Live with { Files = held }, medium.Definition.Devices.Disks, medium.Files));
        await AllowFiles.ForbidAsync(services, input.Machine, guest.Live, before, cancellationToken);
        if (!target.TrayOpen)
        {
            await guest.ExecuteAsync(new BlockdevCloseTray(update.Alias), null, cancellationToken);
        }
    }
}
