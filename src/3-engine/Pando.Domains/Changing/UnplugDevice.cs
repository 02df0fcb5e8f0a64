using Pando.Domains.Disks;
using Pando.Domains.Guests;
using Pando.Domains.SideProcesses;
using Pando.Domains.Stopping;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Xml.Changes;
using Pando.Qemu;
using Pando.Qemu.HotPlug;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>
/// Asks the guest to release a device, and takes its back ends away when it has. That it was asked is written down
/// first and stays so until it has answered: it may do so at any time, also while no daemon runs.
/// </summary>
internal sealed class UnplugDevice(DomainServices services, DiskClaims claims, ChangeInput input, ChangeRun? run, bool isReleased) : JobStep
{
    private string Alias => input.Aliases[0];

    public override string Name => "unplug";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        try
        {
            await UnplugAsync(run!.Guest!, cancellationToken);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, input.Name);
        }
    }

    /// <summary>What a guest was asked for cannot be unasked, nor does it get back what it has released; the record says which it is.</summary>
    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run is not null)
        {
            return;
        }
        await using var guest = await GuestOfEarlierDaemon.FindAsync(services, input.Machine, cancellationToken);
        if (guest is null)
        {
            return;
        }
        try
        {
            if (guest.Live.IsUnplugAsked(Alias) && !await DeviceBackEnds.HasDeviceAsync(guest, Alias, cancellationToken))
            {
                await ForgetAsync(guest, cancellationToken);
            }
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, input.Name);
        }
    }

    private async Task UnplugAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        var askedBefore = guest.Live.IsUnplugAsked(Alias);
        if (!isReleased)
        {
            if (!askedBefore)
            {
                guest.Record(services.Paths, guest.Live with { UnplugAsked = guest.Live.UnplugAsked.Add(Alias) });
            }
            switch (await AskAsync(guest, askedBefore, cancellationToken))
            {
                case Release.Refused:
                    Unask(guest);
                    throw new PeerException(ErrorCodes.Domain.ReleaseRefused, null, ("name", input.Name), ("device", Alias));
                case Release.Waiting:
                    throw new PeerException(
                        ErrorCodes.Domain.DeviceNotReleased, null,
                        ("name", input.Name), ("device", Alias), ("waited", Waited.Seconds(services.Qemu.ReleaseLimit)));
            }
        }
        await ForgetAsync(guest, cancellationToken);
    }

    private async Task<Release> AskAsync(RunningGuest guest, bool askedBefore, CancellationToken cancellationToken)
    {
        try
        {
            return await DeviceRelease.AskAsync(guest, Alias, askedBefore, services.Qemu.ReleaseLimit, services.Time, cancellationToken);
        }
        catch (QmpErrorException)
        {
            // QEMU itself cannot take it away: the guest was never asked.
            Unask(guest);
            throw;
        }
    }

    private void Unask(RunningGuest guest) =>
        guest.Record(services.Paths, guest.Live with { UnplugAsked = guest.Live.UnplugAsked.RemoveAll(one => one == Alias) });

    private async Task ForgetAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        var live = guest.Live;
        if (DeviceEdits.ByAlias(live.Definition, Alias) is not { } device)
        {
            return;
        }
        var files = HeldFiles.Without(HeldFiles.Without(live.Files, await DeviceBackEnds.RemoveAsync(guest, live.Definition, device, cancellationToken)), Alias);
        var beside = live.SideProcesses.Where(side => side.Name == Alias).ToList();
        await new SideProcessEnding(services).EndOnlyAsync(input.Name, beside.Select(SideProcessEnding.Identity), cancellationToken);
        await new PluggedFiles(services, input.Machine).HideAsync(Alias, cancellationToken);
        var hostSide = await new HostSideRelease(services).ReleaseAsync(live.HostSide, Alias, cancellationToken);
        claims.Adopt(input.Machine, input.Name, files);
        var closed = HeldFiles.Without(live.Files, [.. files.Select(file => file.Path)]);
        guest.Record(services.Paths, live with
        {
            Definition = MemoryTotals.Follow(live.Definition, DeviceEdits.Without(live.Definition, [Alias])),
            Files = files,
            HostSide = hostSide,
            Images = ImageNumbers.Without(live, [Alias]),
            AbsentDevices = live.AbsentDevices.RemoveAll(one => one == Alias),
            SideProcesses = [.. live.SideProcesses.Except(beside)],
            UnplugAsked = live.UnplugAsked.RemoveAll(one => one == Alias),
        });
        await AllowFiles.ForbidAsync(services, input.Machine, guest.Live, closed, cancellationToken);
    }
}
