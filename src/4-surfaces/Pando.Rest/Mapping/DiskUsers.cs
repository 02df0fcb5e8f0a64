using Pando.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;

namespace Pando.Rest.Mapping;

/// <summary>Which machines name a file as a disk: asked for, or in force.</summary>
internal static class DiskUsers
{
    /// <summary>Names of machines by the path of the file.</summary>
    public static ILookup<string, string> Of(IDomains domains, IVolumes volumes) =>
        domains.List().SelectMany(machine => Uses(machine, volumes)).Distinct().ToLookup(use => use.Path, use => use.Machine, StringComparer.Ordinal);

    private static IEnumerable<(string Path, string Machine)> Uses(DomainView machine, IVolumes volumes) =>
        new[] { machine.Asked, machine.Live?.Definition }
            .SelectMany(definition => definition?.Devices.Disks.Items ?? [])
            .Select(disk => disk.Source is VolumeSource volume ? volumes.PathOf(volume.Pool, volume.Volume) : disk.Source?.HostPath)
            .OfType<string>()
            .Select(path => (path, machine.Name));
}
