using System.Globalization;
using Pando.Model.Ports;
using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Host.OperatingSystems;

/// <summary>
/// The operating systems of the libosinfo database, from the folders that libosinfo itself reads: the package's, then the
/// administrator's, which may say more of the same systems. Read once, when somebody first asks.
/// </summary>
/// <param name="folders">Later ones win.</param>
public sealed class OperatingSystemList(params IEnumerable<string> folders) : IOperatingSystems
{
    /// <summary>Where the packages and the administrator keep the database.</summary>
    public static readonly IReadOnlyList<string> SystemFolders = ["/usr/share/osinfo", "/usr/local/share/osinfo", "/etc/osinfo"];

    private readonly Lazy<Reading> _reading = new(() => Read(folders));

    /// <inheritdoc/>
    public IReadOnlyList<OperatingSystem> All => _reading.Value.Systems;

    /// <inheritdoc/>
    public OperatingSystem? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _reading.Value.ByName.GetValueOrDefault(name);
    }

    /// <inheritdoc/>
    public OperatingSystem? Nearest(string name)
    {
        if (Find(name) is { } exact)
        {
            return exact;
        }

        (string stem, Version? version) = Split(name);
        return version is null
            ? null
            : All.SelectMany(static system => system.ShortIds.Items.Select(shortId => (System: system, Parts: Split(shortId))))
                .Where(candidate => candidate.Parts.Stem == stem && candidate.Parts.Version is { } known && known < version)
                .OrderByDescending(static candidate => candidate.Parts.Version)
                .FirstOrDefault().System;
    }

    private static Reading Read(IEnumerable<string> folders)
    {
        var entries = new Dictionary<string, OsinfoEntry>(StringComparer.Ordinal);
        foreach (OsinfoEntry entry in folders.SelectMany(Files).SelectMany(OsinfoReader.Read))
        {
            entries[entry.Own.Id] = entry;
        }

        List<OperatingSystem> systems = [.. new OsinfoInheritance(entries).All().OrderBy(static system => system.ShortIds[0], StringComparer.Ordinal)];
        var byName = new Dictionary<string, OperatingSystem>(StringComparer.Ordinal);
        foreach (OperatingSystem system in systems)
        {
            foreach (string name in system.ShortIds.Items.Append(system.Id))
            {
                byName.TryAdd(name, system);
            }
        }

        return new Reading(systems, byName);
    }

    private static IEnumerable<string> Files(string folder)
    {
        string systems = Path.Combine(folder, "os");
        return Directory.Exists(systems) ? Directory.EnumerateFiles(systems, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [];
    }

    /// <summary>"ubuntu22.04" is "ubuntu" and 22.4; the version is null where the name has none.</summary>
    private static (string Stem, Version? Version) Split(string name)
    {
        int digits = name.AsSpan().IndexOfAnyInRange('0', '9');
        if (digits <= 0)
        {
            return (name, null);
        }

        string number = name[digits..];
        return number.Contains('.', StringComparison.Ordinal)
            ? (name[..digits], System.Version.TryParse(number, out Version? dotted) ? dotted : null)
            : (name[..digits], int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int whole) ? new Version(whole, 0) : null);
    }

    private sealed record Reading(IReadOnlyList<OperatingSystem> Systems, IReadOnlyDictionary<string, OperatingSystem> ByName);
}
