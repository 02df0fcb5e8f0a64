using System.Globalization;
using Pando.Linux.Files;
using Pando.Model.Domains;

namespace Pando.Domains.Changing;

/// <summary>
/// What a confined QEMU opens by name for devices that are plugged in: it was granted one folder when it started, and is shown each
/// file there, in a folder of the device's, while the machine has the device. A file is found by nothing but the device's alias, so that
/// a later daemon takes it away without a record of it.
/// </summary>
internal sealed class PluggedFiles(DomainServices services, DomainId machine)
{
    public const string Folder = "plugged";

    private const UnixFileMode Passing =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private string Root => Path.Combine(services.Paths.DomainRun(machine), Folder);

    /// <summary>Shows them; answers the names of those that could be.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> ShowAsync(
        LiveDomain live, string alias, IReadOnlyList<GuestPath> files, CancellationToken cancellationToken)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        // A QEMU of an earlier release was granted no such folder.
        if (files.Count == 0 || !Directory.Exists(Root))
        {
            return shown;
        }
        var folder = Directory.CreateDirectory(FolderOf(alias), Passing).FullName;
        File.SetUnixFileMode(folder, Passing);
        foreach (var file in files.Where(file => Path.Exists(file.Path)))
        {
            var point = Path.Combine(folder, shown.Count.ToString(CultureInfo.InvariantCulture));
            if (await services.Confinement.ShowAsync(machine, live.Confinement!, live.Process, file, point, cancellationToken))
            {
                shown[file.Path] = point;
            }
        }
        return shown;
    }

    /// <summary>Takes away what a device was shown; nothing where nothing is.</summary>
    public async ValueTask HideAsync(string alias, CancellationToken cancellationToken)
    {
        var folder = FolderOf(alias);
        if (!Directory.Exists(folder))
        {
            return;
        }
        // Never recursively: in a directory that is shown there may be somebody's files.
        foreach (var point in Directory.EnumerateFileSystemEntries(folder))
        {
            await services.Confinement.HideAsync(machine, point, cancellationToken);
        }
        Directory.Delete(folder);
    }

    /// <summary>Before a run directory is removed with all that is in it: what is mounted in it is not the machine's.</summary>
    public static void Detach(string runDirectory)
    {
        var plugged = Path.Combine(runDirectory, Folder);
        if (Directory.Exists(plugged) && Directory.EnumerateFileSystemEntries(plugged).Any())
        {
            Mounts.DetachBelow(plugged);
        }
    }

    private string FolderOf(string alias) => Path.Combine(Root, alias.Replace('/', '_'));
}
