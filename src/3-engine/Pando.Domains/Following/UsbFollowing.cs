using Microsoft.Extensions.Logging;
using Pando.Domains.Changing;
using Pando.Domains.Disks;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu;
using Pando.Qemu.HotPlug;
using Pando.Qmp;

namespace Pando.Domains.Following;

/// <summary>
/// Has a running machine follow its USB devices: one that was pulled out is taken from QEMU and noted as absent, one that
/// is back is plugged in again under its old name and place. A daemon that died in between finds what is left to do.
/// </summary>
internal sealed partial class UsbFollowing(DomainServices services, DomainRegistry registry, DiskClaims claims)
{
    private readonly ILogger _log = services.Loggers.CreateLogger<UsbFollowing>();

    public async Task<OperationOutcome> DoAsync(DomainTask task, DomainView view, RunningGuest guest, CancellationToken cancellationToken)
    {
        foreach (var usb in UsbPresence.Left(guest.Live, services.HostDevices))
        {
            await PartAsync(view, guest, usb, cancellationToken);
        }
        foreach (var usb in UsbPresence.Returned(guest.Live, services.HostDevices))
        {
            await BringBackAsync(task, view, guest, usb, cancellationToken);
        }
        return new OperationOutcome.Asked();
    }

    private async Task PartAsync(DomainView view, RunningGuest guest, HostUsbDevice usb, CancellationToken cancellationToken)
    {
        var alias = usb.Alias!.Value.Name;
        try
        {
            // On USB QEMU takes it away by itself.
            if (await DeviceRelease.AskAsync(guest, alias, asked: false, services.Qemu.ReleaseLimit, services.Time, cancellationToken) != Release.Released)
            {
                return;
            }
            await DeviceBackEnds.RemoveAsync(guest, guest.Live.Definition, usb, cancellationToken);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, view.Name);
        }
        var before = guest.Live.Files;
        var files = HeldFiles.Without(before, alias);
        claims.Adopt(view.Id, view.Name, files);
        guest.Record(services.Paths, guest.Live with { Files = files, AbsentDevices = guest.Live.AbsentDevices.Add(alias) });
        await AllowFiles.ForbidAsync(services, view.Id, guest.Live, before, cancellationToken);
        services.Events.Publish("machine.host-device-left", view.Id.ToString(), ("name", view.Name), ("device", alias));
    }

    private async Task BringBackAsync(DomainTask task, DomainView view, RunningGuest guest, HostUsbDevice usb, CancellationToken cancellationToken)
    {
        var alias = usb.Alias!.Value.Name;
        var input = new ChangeInput(view.Id.Value, view.Name, [alias]) { Returns = true };
        var run = new ChangeRun
        {
            Guest = guest,
            Placed = new PlacedDevices(guest.Live.Definition, [usb]),
            Start = DeviceChanges.Alone(guest.Live.Definition, input.Aliases, guest.Live),
        };
        try
        {
            var job = await services.Jobs.StartAsync(
                AttachJob.KindName, view.Name, input.ToJson(), task.By, AttachJob.Steps(services, registry, claims, input, run), cancellationToken);
            await using var cancel = cancellationToken.Register(job.Cancel);
            await job.Completion;
        }
        catch (PandoException e) when (e is not MachineryException)
        {
            // It stays absent, and is tried again with the next that comes or goes.
            LogNotBack(e, view.Name, alias);
            return;
        }
        if (!guest.Live.IsAbsent(alias))
        {
            services.Events.Publish("machine.host-device-returned", view.Id.ToString(), ("name", view.Name), ("device", alias));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Device} is back on the host and could not be plugged into machine {Machine} again")]
    private partial void LogNotBack(Exception failure, string machine, string device);
}
