using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Domains.Disks;
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

    public override string Name => "take-host-side";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var devices = run!.Definition.Devices;
        run.Definition = run.Definition with
        {
            Devices = devices with
            {
                Interfaces = await EachAsync(devices.Interfaces, card => ConnectAsync(card, job, cancellationToken)),
                HostDevices = await EachAsync(devices.HostDevices, device => TakeAsync(device, job, cancellationToken)),
                Vsock = devices.Vsock is { } vsock ? await TakeAsync(vsock, job, cancellationToken) : null,
            },
        };
        claims.Take(id, run.Definition.Name, run.Held);
        await NoteTransientTpmAsync(job, cancellationToken);
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run?.Files?.Dispose();
        await new HostSideRelease(services).ReleaseAsync(
            Noted<AttachmentRecord>(job, InterfaceNote), Noted<HostDeviceRecord>(job, DeviceNote), job.Notes.TryGetValue(FileNote, out var file) ? [file] : [], cancellationToken);
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
        if (card.Source is HostCardSource)
        {
            return await TakeAsync(card, job, cancellationToken);
        }
        var request = new AttachmentRequest(run!.Definition.Name, card, services.Qemu.RunAs?.Uid);
        var opened = await services.Networks.AttachAsync(request, record => NoteAsync(job, InterfaceNote + card.Alias, record, cancellationToken), cancellationToken);
        if (opened is null)
        {
            return card;
        }
        run.Files!.Interfaces[card.Alias!.Value.Name] = opened;
        run.HostSide.AddIfNotNull(opened.Record);
        return opened.Interface;
    }

    private async ValueTask<T> TakeAsync<T>(T device, IJobContext job, CancellationToken cancellationToken) where T : Device
    {
        var alias = device.Alias!.Value.Name;
        var request = new HostDeviceRequest(
            run!.Definition.Name, device, HostPciPlaces.Of(run.Definition.Devices), services.Qemu.RunAs?.Uid, services.Qemu.RunAs?.Gid);
        var taken = await services.HostDevices.TakeAsync(request, record => NoteAsync(job, DeviceNote + alias, record, cancellationToken), cancellationToken);
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
        if (taken.Held is { } held && !run.Held.Contains(held))
        {
            run.Held = [.. run.Held, held];
        }
        run.HostSide.AddIfNotNull(taken.Record);
        return (T)taken.Device;
    }

    private static ValueTask NoteAsync<T>(IJobContext job, string name, T record, CancellationToken cancellationToken) =>
        job.NoteAsync(name, JsonSerializer.Serialize(record, typeof(T), HostSideJson.Default), cancellationToken);

    private static IReadOnlyList<T> Noted<T>(IJobContext job, string prefix) =>
        [.. job.Notes.Where(note => note.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(note => (T)JsonSerializer.Deserialize(note.Value, typeof(T), HostSideJson.Default)!)];
}

/// <summary>What stays on the host, gathered while it is made.</summary>
internal sealed class HostSideRecords
{
    private readonly List<AttachmentRecord> _attachments = [];
    private readonly List<HostDeviceRecord> _devices = [];

    private readonly List<string> _files = [];

    public TakenHostSide All => new() { Attachments = [.. _attachments], Devices = [.. _devices], Files = [.. _files] };

    public void Add(string file) => _files.Add(file);

    public void AddIfNotNull(AttachmentRecord? record)
    {
        if (record is not null)
        {
            _attachments.Add(record);
        }
    }

    public void AddIfNotNull(HostDeviceRecord? record)
    {
        if (record is not null)
        {
            _devices.Add(record);
        }
    }
}

[JsonSerializable(typeof(AttachmentRecord))]
[JsonSerializable(typeof(HostDeviceRecord))]
internal sealed partial class HostSideJson : JsonSerializerContext;
