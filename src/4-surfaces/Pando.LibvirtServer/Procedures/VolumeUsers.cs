using Pando.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Storage.Volumes;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Which machines have a volume as a disk: asked for, or in force.</summary>
internal sealed class VolumeUsers(LibvirtServices services)
{
    /// <summary>A disk of a machine is not taken from under it, also while the machine is off.</summary>
    public void RequireUnused(Volume volume)
    {
        var users = Of(volume.Path).Select(machine => machine.Name).Order(StringComparer.Ordinal).ToArray();
        if (users.Length > 0)
        {
            throw new CallerException(ErrorCodes.Storage.VolumeOfMachine, ("path", volume.Path), ("users", string.Join(", ", users)));
        }
    }

    /// <summary>A guest that runs writes to its disk, and keeps the size that it began with.</summary>
    public void RequireNoneRuns(string path)
    {
        if (Of(path).FirstOrDefault(machine => machine.State.HasProcess) is { } running)
        {
            throw new CallerException(ErrorCodes.Domain.StillRunning, ("name", running.Name));
        }
    }

    private IEnumerable<DomainView> Of(string path) => services.Domains.List().Where(machine =>
        new[] { machine.Asked, machine.Live?.Definition }
            .SelectMany(definition => definition?.Devices.Disks.Items ?? [])
            .Any(disk => (disk.Source is VolumeSource volume ? services.Volumes.PathOf(volume.Pool, volume.Volume) : disk.Source?.HostPath) == path));
}
