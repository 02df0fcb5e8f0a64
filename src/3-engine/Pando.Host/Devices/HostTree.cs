namespace Pando.Host.Devices;

/// <summary>Where the kernel shows its devices: the machine's own, or a tree that a test has made.</summary>
/// <param name="Sys">The kernel's view, <c>/sys</c>.</param>
/// <param name="Dev">The nodes, <c>/dev</c>.</param>
/// <param name="Mounts">What is mounted, <c>/proc/self/mounts</c>.</param>
internal sealed record HostTree(string Sys, string Dev, string Mounts)
{
    public static HostTree Real { get; } = new("/sys", "/dev", "/proc/self/mounts");

    /// <summary>The first line of a file; null where there is none.</summary>
    public static string? Line(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What is in a folder; nothing where there is none, or none any more.</summary>
    public static IReadOnlyList<string> Entries(string folder, string pattern = "*")
    {
        try
        {
            return Directory.GetFileSystemEntries(folder, pattern);
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>The last part of what a symbolic link points to; null where there is none.</summary>
    public static string? Target(string link) =>
        new FileInfo(link).LinkTarget is { } target ? Path.GetFileName(target) : null;
}
