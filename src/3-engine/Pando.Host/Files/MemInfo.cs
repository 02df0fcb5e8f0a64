using System.Globalization;

namespace Pando.Host.Files;

/// <summary>What /proc/meminfo says: sizes in KiB, counts as they are.</summary>
internal sealed class MemInfo
{
    private readonly Dictionary<string, long> _values = new(StringComparer.Ordinal);

    private MemInfo(IEnumerable<string> lines)
    {
        foreach (string[] parts in lines.Select(static line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries)))
        {
            if (parts.Length >= 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            {
                _values.TryAdd(parts[0], value);
            }
        }
    }

    public long? this[string name] => _values.TryGetValue(name, out long value) ? value : null;

    public static MemInfo Of(HostFiles files) => new(files.Lines("/proc/meminfo"));
}
