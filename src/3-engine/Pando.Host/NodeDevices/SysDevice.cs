using System.Globalization;
using Pando.Host.Devices;

namespace Pando.Host.NodeDevices;

/// <summary>A device's folder below <c>/sys/devices</c>, and what the kernel has written into it.</summary>
/// <param name="Folder">The folder itself, no symbolic link.</param>
internal sealed record SysDevice(string Folder)
{
    /// <summary>The kernel's name.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>The devices of a class or a bus: what its symbolic links point to. Empty where the kernel has none.</summary>
    public static IEnumerable<SysDevice> Of(string links) =>
        // One that goes away at this moment is one that is not there.
        HostTree.Entries(links).Select(Real).OfType<string>().Select(static folder => new SysDevice(folder));

    /// <summary>The first line of a file; null where there is none, or nothing in it.</summary>
    public string? Line(string file) => HostTree.Line(Path.Combine(Folder, file)) is { Length: > 0 } line ? line : null;

    /// <summary>A number; null where there is none.</summary>
    public long? Number(string file) => long.TryParse(Line(file), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A number that the kernel writes in hex, with or without 0x.</summary>
    public int? Hex(string file)
    {
        var line = Line(file);
        var digits = line?.StartsWith("0x", StringComparison.Ordinal) == true ? line.AsSpan(2) : line;
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The last part of what a symbolic link in it points to; null where there is none.</summary>
    public string? Target(string link) => HostTree.Target(Path.Combine(Folder, link));

    private static string? Real(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName ?? link;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
