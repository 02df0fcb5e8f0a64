using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Domains.Guests;
using Pando.Domains.Stopping;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Domains.Starting;

/// <summary>
/// Gives each disk that forgets an image over its own, which goes when the process does. What was written to it after a host has lost its
/// power is replaced at the next start.
/// </summary>
internal sealed class MakeOverlays(DomainServices services, DomainId id, StartRun? run) : JobStep
{
    private const string NotePrefix = "overlay ";

    /// <summary>Whether it is done for devices of a machine that runs already.</summary>
    public bool Joins { get; init; }

    public override string Name => "make-overlays";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run!.Definition = DeviceAliases.Assign(run.Definition);
        var disks = new List<DiskDevice>();
        foreach (var disk in run.Definition.Devices.Disks)
        {
            disks.Add(disk is { Transient: not null, Source: not null } ? await CoverAsync(disk, job, cancellationToken) : disk);
        }
        run.Definition = run.Definition with { Devices = run.Definition.Devices with { Disks = disks.ToEquatableArray() } };
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        run?.Files?.Dispose();
        var noted = new TakenHostSide
        {
            Overlays =
            [
                .. job.Notes.Where(note => note.Key.StartsWith(NotePrefix, StringComparison.Ordinal) && note.Value.Length > 0)
                    .Select(note => JsonSerializer.Deserialize(note.Value, OverlayJson.Default.Overlay)!),
            ],
        };
        await new HostSideRelease(services).ReleaseAsync(
            Joins ? noted.Without(LiveDomainFile.HeldAliases(services.Paths.DomainRun(id))) : noted, cancellationToken);
    }

    private async Task<DiskDevice> CoverAsync(DiskDevice disk, IJobContext job, CancellationToken cancellationToken)
    {
        if (disk is not { Source: { HostPath: { } below, Encryption: null, Slice: null }, Kind: DiskKind.Disk, Driver.Format: DiskFormat.Raw or DiskFormat.Qcow2 }
            || !DiskImages.IsWhole(disk))
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"disk {disk.TargetName}"), ("reason", "qemu.reason.transient-disk"));
        }
        var name = run!.Definition.Name;
        // The identity, not the name: another host that shares the image may have a machine of that name. And one machine may have it twice.
        var overlay = new Overlay($"{below}.TRANSIENT-{id}-{disk.TargetName}", below, disk.Driver.Format == DiskFormat.Raw ? "raw" : "qcow2", id.Value.ToString("N"))
        {
            Alias = disk.Alias!.Value.Name,
        };
        await job.NoteAsync(NotePrefix + disk.TargetName, JsonSerializer.Serialize(overlay, OverlayJson.Default.Overlay), cancellationToken);
        try
        {
            await services.Volumes.MakeOverlayAsync(overlay, cancellationToken);
        }
        catch (CallerException taken) when (taken.Code == ErrorCodes.Storage.PathTaken)
        {
            // Somebody else's file is not ours to delete.
            await job.NoteAsync(NotePrefix + disk.TargetName, "", CancellationToken.None);
            throw;
        }
        catch (PandoException e) when (e is not PeerException)
        {
            throw UnavailableFile.Of(e, name, below);
        }
        run.HostSide.Add(overlay);
        return disk with
        {
            Source = new FileSource(overlay.Path) { Labels = disk.Source.Labels },
            Driver = disk.Driver with { Format = DiskFormat.Qcow2 },
            Backing = new DiskBacking { Format = disk.Driver.Format, Source = disk.Source, Next = disk.Backing },
        };
    }
}

[JsonSerializable(typeof(Overlay))]
internal sealed partial class OverlayJson : JsonSerializerContext;
