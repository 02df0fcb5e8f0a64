using System.Globalization;

namespace Pando.Linux.Spawn;

/// <summary>
/// Finds processes by where they are: those that work in a directory or have their root in it. What a program that died left
/// running in a private directory is found so, whoever started it.
/// </summary>
public static class ProcessesBelow
{
    /// <summary>The processes whose working or root directory is the directory or below it.</summary>
    public static IReadOnlyList<ProcessIdentity> Find(string directory)
    {
        string path = directory.TrimEnd('/');
        return
        [
            .. Directory.EnumerateDirectories("/proc")
                .Select(static entry => int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0)
                .Where(pid => pid > 0 && (IsBelow(path, pid, "cwd") || IsBelow(path, pid, "root")))
                .Select(ProcessIdentity.TryOf)
                .OfType<ProcessIdentity>(),
        ];
    }

    /// <summary>Kills them, and those that they start meanwhile, until there are none. Ends with the token.</summary>
    public static async Task KillAsync(string directory, CancellationToken cancellationToken)
    {
        while (Find(directory) is { Count: > 0 } found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (ProcessIdentity process in found)
            {
                if (process.TryOpen() is { } handle)
                {
                    using (handle)
                    {
                        handle.Signal(9);
                        await handle.WaitForExitAsync(cancellationToken);
                    }
                }
            }
        }
    }

    private static bool IsBelow(string directory, int pid, string link)
    {
        try
        {
            string? target = new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{link}")).LinkTarget;
            return target is not null && target.StartsWith(directory, StringComparison.Ordinal)
                && (target.Length == directory.Length || target[directory.Length] is '/' or ' ');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, a kernel thread, or another user's: none of ours.
            return false;
        }
    }
}
