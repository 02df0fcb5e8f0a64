using Microsoft.Win32.SafeHandles;
using Pando.Domains.Disks;
using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Xml.Changes;
using Pando.Qemu;
using Pando.Qemu.Arguments;
using Pando.Qemu.HotPlug;
using Pando.Qmp;

namespace Pando.Domains.Changing;

/// <summary>
/// Plugs new devices in. What is under way is written beside the machine before the first command, and what is in force
/// after the last one: a daemon that dies in between leaves enough for the next one to take it all back.
/// </summary>
internal sealed class PlugDevices(DomainServices services, DiskClaims claims, ChangeInput input, ChangeRun? run) : JobStep
{
    public override string Name => "plug";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var guest = run!.Guest!;
        try
        {
            await PlugAsync(guest, run.Placed!, run.Start!, cancellationToken);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, input.Name);
        }
        finally
        {
            // QEMU has read them, and has its own copies of what it was handed.
            GuestCertificates.Discard(services.Paths.DomainRun(input.Machine));
            run.Start?.Files?.Dispose();
            run.Start?.LeaveBeside();
        }
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run?.Guest is { } guest)
        {
            await TakeBackAsync(guest, cancellationToken);
            return;
        }
        await using var left = await GuestOfEarlierDaemon.FindAsync(services, input.Machine, cancellationToken);
        if (left is not null)
        {
            await TakeBackAsync(left, cancellationToken);
        }
    }

    private async Task PlugAsync(RunningGuest guest, PlacedDevices placed, StartRun start, CancellationToken cancellationToken)
    {
        var live = guest.Live;
        using var sockets = GuestSockets.Listen(start.Definition);
        using var noMonitor = new SafeFileHandle();
        var capabilities = await services.Capabilities.GetAsync(
            live.Definition.Devices.EmulatorPath ?? services.Qemu.Binary, live.Accelerator.Accelerator, cancellationToken);
        var whole = TakenDevices.In(placed.Definition, start.Definition.Devices);
        var certificates = GuestCertificates.Prepare(services.Paths, start.Definition, services.Paths.DomainRun(input.Machine), services.Qemu.RunAs);
        var plan = PlugPlan.Of(new CommandLineRequest(
            whole, capabilities, live.Accelerator.Accelerator,
            QemuLauncher.Descriptors(start, noMonitor, sockets) with { Certificates = certificates }, services.Time.GetLocalNow())
        {
            Only = start.Definition.Devices,
            FirstSet = await DeviceBackEnds.FreeSetAsync(guest, cancellationToken),
        });
        var shown = await new PluggedFiles(services, input.Machine).ShowAsync(
            live, input.Aliases[^1], [.. plan.Opens.Where(opened => IsOutOfReach(opened, live))], cancellationToken);
        plan = plan.At(shown);
        RefuseWhatIsOutOfReach([.. plan.Opens.Where(opened => !shown.Values.Contains(opened.Path, StringComparer.Ordinal)), .. HandedDirectories.Of(start.Definition, start.Files!)], live);
        await AllowLockingAsync(live, whole, start, cancellationToken);
        IReadOnlyList<HeldFile> files = [.. live.Files, .. start.Held];
        var hostSide = live.HostSide.And(start.HostSide.All);
        live = ImageNumbers.With(live, whole.Devices.Disks.Items.Where(disk => input.Aliases.Contains(disk.Alias!.Value.Name, StringComparer.Ordinal)), start.Files);
        guest.Record(services.Paths, live with { Plugging = new PlugUnderWay(whole, input.Aliases.ToEquatableArray(), files) { HostSide = hostSide } });
        await DoAllAsync(guest, plan.Commands, cancellationToken);
        var definition = await ChosenByQemu.FillInAsync(whole, guest, cancellationToken);
        IReadOnlyList<SideProcess> beside = [.. start.Beside.Select(one => one.Recorded)];
        guest.Record(services.Paths, live with
        {
            Definition = definition,
            Files = files,
            HostSide = hostSide,
            AbsentDevices = [.. live.AbsentDevices.Items.Except(input.Aliases, StringComparer.Ordinal), .. start.Files!.Absent],
            SideProcesses = [.. live.SideProcesses, .. beside],
            Plugging = null,
        });
        guest.Watch(beside);
    }

    /// <summary>
    /// A confined QEMU sees nothing of the host but what it was started with, what it is handed and what it is shown; and of a directory
    /// that it is handed, nothing that lies in it.
    /// </summary>
    private void RefuseWhatIsOutOfReach(IReadOnlyList<GuestPath> opens, LiveDomain live)
    {
        if (opens.FirstOrDefault(opened => IsOutOfReach(opened, live)) is { } missing)
        {
            throw new CallerException(
                ErrorCodes.Domain.NotHotPluggable,
                ("name", input.Name), ("device", input.Aliases[^1]), ("path", missing.Path), ("reason", "domain.reason.plug-confined"));
        }
    }

    private bool IsOutOfReach(GuestPath opened, LiveDomain live) =>
        live.Confinement is { } confinement
        && !opened.Path.StartsWith(Path.Combine(services.Paths.DomainRun(input.Machine), MakeRunDirectory.OwnOfQemu) + "/", StringComparison.Ordinal)
        && !services.Confinement.MayOpen(confinement, opened.Path);

    /// <summary>Devices of the host reach the guest's memory by themselves, so that all of it must stay where it is.</summary>
    private async ValueTask AllowLockingAsync(LiveDomain live, DomainDefinition whole, StartRun start, CancellationToken cancellationToken)
    {
        if (live.Confinement is not null && start.Definition.Devices is { HostDevices.Count: > 0 } or { Interfaces.Count: > 0 } or { Disks.Count: > 0 })
        {
            await services.Confinement.AllowLockingAsync(input.Machine, live.Process.Pid, whole, cancellationToken);
        }
    }

    private static async Task DoAllAsync(RunningGuest guest, IReadOnlyList<PlugCommand> commands, CancellationToken cancellationToken)
    {
        var done = new Stack<PlugCommand>();
        try
        {
            foreach (var command in commands)
            {
                await command.DoAsync(guest, cancellationToken);
                done.Push(command);
            }
        }
        catch (QmpErrorException)
        {
            // QEMU lives and said no: what it was given is taken back in the same order, the last first.
            foreach (var command in done)
            {
                await command.UndoAsync(guest, CancellationToken.None);
            }
            throw;
        }
    }

    /// <summary>Whatever QEMU has of it goes. What the guest does not release stays, and is written down as what it is.</summary>
    private async Task TakeBackAsync(RunningGuest guest, CancellationToken cancellationToken)
    {
        var live = guest.Live;
        var definition = live.Plugging?.Definition ?? live.Definition;
        var hostSide = live.Plugging?.HostSide ?? live.HostSide;
        IReadOnlyList<HeldFile> files = [];
        IReadOnlyList<string> kept = [];
        try
        {
            // Where the process has ended, all of it has ended with it.
            if (!await LostConnection.TryAsync(guest, services, TakeAsync, cancellationToken))
            {
                return;
            }
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, input.Name);
        }
        if (kept.Count == 0 && live.Plugging is not null)
        {
            // As before, also where a file was handed over and nothing opened it.
            files = live.Files;
        }
        foreach (var alias in input.Aliases.Except(kept, StringComparer.Ordinal))
        {
            await new PluggedFiles(services, input.Machine).HideAsync(alias, cancellationToken);
        }
        claims.Adopt(input.Machine, input.Name, files);
        string[] gone = [.. input.Aliases.Except(kept, StringComparer.Ordinal)];
        guest.Record(services.Paths, live with
        {
            // One that was absent is absent again, and a part of the machine all the same.
            Definition = input.Returns ? live.Definition : MemoryTotals.Follow(definition, DeviceEdits.Without(definition, gone)),
            AbsentDevices = input.Returns ? live.AbsentDevices.Items.Union(gone, StringComparer.Ordinal).ToEquatableArray() : live.AbsentDevices.RemoveAll(gone.Contains),
            Files = files,
            // What is taken down is none of the machine's any more; whoever made it sees to it.
            HostSide = hostSide.Without(gone),
            Images = ImageNumbers.Without(live, gone),
            Plugging = null,
            UnplugAsked = live.UnplugAsked.Items.Union(kept, StringComparer.Ordinal).ToEquatableArray(),
        });

        async Task TakeAsync() => (files, kept) = await TakeFromQemuAsync(guest, definition, live.Plugging?.Files ?? live.Files, cancellationToken);
    }

    /// <summary>Answers the files that QEMU still has, and the devices that the guest did not release.</summary>
    private async Task<(IReadOnlyList<HeldFile> Files, IReadOnlyList<string> Kept)> TakeFromQemuAsync(
        RunningGuest guest, DomainDefinition definition, IReadOnlyList<HeldFile> files, CancellationToken cancellationToken)
    {
        var kept = new List<string>();
        foreach (var alias in input.Aliases.Reverse())
        {
            if (DeviceEdits.ByAlias(definition, alias) is not { } device)
            {
                continue;
            }
            if (await DeviceBackEnds.HasDeviceAsync(guest, alias, cancellationToken)
                && await DeviceRelease.AskAsync(guest, alias, asked: false, services.Qemu.ReleaseLimit, services.Time, cancellationToken) != Release.Released)
            {
                kept.Add(alias);
                continue;
            }
            var closed = await DeviceBackEnds.RemoveAsync(guest, definition, device, cancellationToken);
            files = HeldFiles.Without(HeldFiles.Without(files, closed), alias);
        }
        return (files, kept);
    }
}
