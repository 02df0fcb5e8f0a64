using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Domains.Disks;
using Pando.Domains.Guests;
using Pando.Domains.Stopping;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Domains.Starting;

/// <summary>
/// Connects the machine's interfaces and takes the host's devices for it. What would stay when the daemon dies is in the
/// journal before it is made.
/// </summary>
internal sealed class TakeHostSide(DomainServices services, DiskClaims claims, DomainId id, StartRun? run) : JobStep
{
    private const string InterfaceNote = "interface ";
    private const string DeviceNote = "device ";
    private const string FileNote = "file of this run";

    /// <summary>Whether it is done for devices of a machine that runs already: what the machine holds stays its own, whatever comes of this.</summary>
    public bool Joins { get; init; }

    public override string Name => "take-host-side";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var devices = run!.Definition.Devices;
        var before = run.Held.Count;
        run.Definition = run.Definition with
        {
            Devices = devices with
            {
                Disks = await EachAsync(devices.Disks, disk => disk.Source is NvmeSource ? TakeAsync(disk, job, cancellationToken) : ValueTask.FromResult(disk)),
                Interfaces = await EachAsync(devices.Interfaces, card => ConnectAsync(card, job, cancellationToken)),
                HostDevices = await EachAsync(devices.HostDevices, device => TakeAsync(device, job, cancellationToken)),
                Vsock = devices.Vsock is { } vsock ? await TakeAsync(vsock, job, cancellationToken) : null,
            },
        };
        IReadOnlyList<HeldFile> nodes = [.. run.Held.Skip(before)];
        claims.Take(id, run.Definition.Name, nodes);
        if (!Joins)
        {
            // A network may have given it a card of the host, for which memory is locked.
            run.Order = run.Order! with { Definition = run.Definition };
            await ConfineAsync(nodes, cancellationToken);
        }
        await NoteTransientTpmAsync(job, cancellationToken);
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run?.Files?.Dispose();
        var noted = new TakenHostSide
        {
            Attachments = Noted<AttachmentRecord>(job, InterfaceNote),
            Devices = Noted<HostDeviceRecord>(job, DeviceNote),
            Files = job.Notes.TryGetValue(FileNote, out var file) ? [file] : [],
        };
        await new HostSideRelease(services).ReleaseAsync(Joins ? noted.Without(LiveDomainFile.HeldAliases(services.Paths.DomainRun(id))) : noted, cancellationToken);
    }

    /// <summary>The nodes are the machine's as its images are: labelled, and in its profile.</summary>
    private async ValueTask ConfineAsync(IReadOnlyList<HeldFile> nodes, CancellationToken cancellationToken)
    {
        foreach (var node in nodes.Select(static node => node.Confined))
        {
            run!.Order = run.Order! with { Files = [.. run.Order.Files, node] };
            await services.Confinement.AllowAsync(id, run.Confinement!, node, cancellationToken);
        }
    }

    /// <summary>A machine that is forgotten when it ends has a module that forgets, unless it is asked to remember.</summary>
    private async ValueTask NoteTransientTpmAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (run!.Transient && run.Definition.Devices.Tpms.Items.Any(tpm => tpm.Backend is TpmEmulator { PersistentState: not true }))
        {
            var state = services.Paths.TpmState(id);
            await job.NoteAsync(FileNote, state, cancellationToken);
            run.HostSide.Add(state);
        }
    }

    private static async Task<EquatableArray<T>> EachAsync<T>(EquatableArray<T> devices, Func<T, ValueTask<T>> change)
    {
        List<T> changed = [];
        foreach (var device in devices)
        {
            changed.Add(await change(device));
        }
        return [.. changed];
    }

    private async ValueTask<InterfaceDevice> ConnectAsync(InterfaceDevice card, IJobContext job, CancellationToken cancellationToken)
    {
        var alias = card.Alias!.Value.Name;
        var request = new AttachmentRequest(run!.Definition.Name, card, services.Qemu.RunAs?.Uid) { MachineId = id };
        var opened = await services.Networks.AttachAsync(
            request, record => NoteAsync(job, $"{InterfaceNote}{alias} {record.Kind}", record with { Alias = alias }, cancellationToken), cancellationToken);
        if (opened is null)
        {
            return card.Source is HostCardSource ? await TakeAsync(card, job, cancellationToken) : card;
        }
        foreach (var made in opened.Speed.Prepend(opened.Record))
        {
            run.HostSide.AddIfNotNull(made is null ? null : made with { Alias = alias });
        }
        if (opened.Interface.Source is HostCardSource)
        {
            // A function of a card: its address is set, and now it is taken as any device of the host.
            return await TakeAsync(opened.Interface, job, cancellationToken);
        }
        if (opened.Queues.Count > 0)
        {
            run.Files!.Interfaces[alias] = opened;
        }
        return opened.Interface;
    }

    private async ValueTask<T> TakeAsync<T>(T device, IJobContext job, CancellationToken cancellationToken) where T : Device
    {
        var alias = device.Alias!.Value.Name;
        var whole = run!.Joined ?? run.Definition;
        var request = new HostDeviceRequest(whole.Name, device, HostPciPlaces.Of(whole.Devices), services.Qemu.RunAs?.Uid, services.Qemu.RunAs?.Gid);
        var taken = await services.HostDevices.TakeAsync(
            request, record => NoteAsync(job, DeviceNote + alias, record with { Alias = alias }, cancellationToken), cancellationToken);
        if (taken is null)
        {
            return device;
        }
        if (taken.IsAbsent)
        {
            run.Files!.Absent.Add(alias);
        }
        if (taken.Handle is { } handle)
        {
            run.Files!.Taken[alias] = handle;
        }
        if (taken.Held is { } held)
        {
            run.Held = [.. run.Held, held with { Alias = alias }];
            if (held.OpenedByQemu)
            {
                run.Files!.Nodes[alias] = held.Path;
            }
        }
        run.HostSide.AddIfNotNull(taken.Record is { } record ? record with { Alias = alias } : null);
        return (T)taken.Device;
    }

    private static ValueTask NoteAsync<T>(IJobContext job, string name, T record, CancellationToken cancellationToken) =>
        job.NoteAsync(name, JsonSerializer.Serialize(record, typeof(T), HostSideJson.Default), cancellationToken);

    private static IReadOnlyList<T> Noted<T>(IJobContext job, string prefix) =>
        [.. job.Notes.Where(note => note.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(note => (T)JsonSerializer.Deserialize(note.Value, typeof(T), HostSideJson.Default)!)];
}

[JsonSerializable(typeof(AttachmentRecord))]
[JsonSerializable(typeof(HostDeviceRecord))]
internal sealed partial class HostSideJson : JsonSerializerContext;
