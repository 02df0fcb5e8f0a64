using Pando.Domains.Disks;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Removing;

/// <summary>Which files go to the trash with a machine: those that are its own and nobody else's.</summary>
internal static class OwnFiles
{
    /// <summary>
    /// The UEFI variables of a machine that is off and what its TPM remembers, unless they are to be kept; with storage also its disks and its
    /// seed. What another machine names too, what is shared or only read, and what does not exist stays.
    /// </summary>
    public static Task<IReadOnlyList<string>> OfAsync(
        DomainView view, UndefineRequest undefine, IReadOnlyList<DomainView> all, DomainServices services)
    {
        if (view.Live is not null)
        {
            return Task.FromResult<IReadOnlyList<string>>([]);
        }
        var files = new List<string>();
        if (!undefine.KeepVariables && view.Asked!.Os.Nvram?.Path is { } variables)
        {
            files.Add(variables);
        }
        if (File.Exists(services.Paths.ManagedSave(view.Id)))
        {
            files.Add(services.Paths.ManagedSave(view.Id));
        }
        if (!undefine.KeepTpm)
        {
            files.Add(services.Paths.TpmState(view.Id));
        }
        if (undefine.RemoveStorage)
        {
            files.AddRange(view.Asked!.Devices.Disks.Items.Select(disk => OwnPath(disk, view, services)).OfType<string>());
        }
        var others = all.Where(other => other.Id != view.Id)
            .SelectMany(other => VolumePlaces.Named(other.Definition, services.Volumes))
            .ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<string> own = [.. files.Where(path => !others.Contains(path) && File.Exists(path)).Distinct(StringComparer.Ordinal)];
        return Task.FromResult(own);
    }

    private static string? OwnPath(DiskDevice disk, DomainView view, DomainServices services)
    {
        var path = disk.Source is FileSource or VolumeSource ? VolumePlaces.PathOf(disk.Source, services.Volumes) : null;
        return path is not null && !disk.Shareable && (disk is { Kind: DiskKind.Disk, ReadOnly: false } || IsSeed(path, view, services)) ? path : null;
    }

    /// <summary>A seed was made for this machine alone, though a guest only reads it.</summary>
    private static bool IsSeed(string path, DomainView view, DomainServices services) =>
        path == Path.Combine(services.Paths.DefaultPool, Installing.InstallNames.Seed(view.Name));
}
