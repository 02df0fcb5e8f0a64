namespace Pando.Host.NodeDevices;

/// <summary>
/// What udev has found out of devices and keeps below <c>/run/udev/data</c>: a file for each, whose lines with <c>E:</c> are properties.
/// A host without udev has none.
/// </summary>
/// <param name="Folder">Where it keeps them.</param>
internal sealed record UdevRecords(string Folder)
{
    /// <summary>Those of this host.</summary>
    public static UdevRecords Real { get; } = new("/run/udev/data");

    /// <summary>The properties of a block device, by the numbers that the kernel has for it (<c>8:0</c>).</summary>
    public IReadOnlyDictionary<string, string> OfBlock(string? numbers)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var line in numbers is null ? [] : File.ReadLines(Path.Combine(Folder, "b" + numbers)))
            {
                if (line.StartsWith("E:", StringComparison.Ordinal) && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                {
                    known[line[2..at]] = line[(at + 1)..];
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It knows nothing of this one.
        }
        return known;
    }
}
