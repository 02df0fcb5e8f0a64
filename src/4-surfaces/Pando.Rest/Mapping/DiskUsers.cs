using Pando.Domains;

namespace Pando.Rest.Mapping;

/// <summary>Which machines name a file as a disk: asked for, or in force.</summary>
internal static class DiskUsers
{
    /// <summary>Names of machines by the path of the file.</summary>
    public static ILookup<string, string> Of(IDomains domains) =>
        domains.List().SelectMany(Uses).Distinct().ToLookup(use => use.Path, use => use.Machine, StringComparer.Ordinal);

    private static IEnumerable<(string Path, string Machine)> Uses(DomainView machine) =>
        new[] { machine.Asked, machine.Live?.Definition }
            .SelectMany(definition => definition?.Devices.Disks.Items ?? [])
            .Where(disk => disk.Source?.HostPath is not null)
            .Select(disk => (disk.Source!.HostPath!, machine.Name));
}
