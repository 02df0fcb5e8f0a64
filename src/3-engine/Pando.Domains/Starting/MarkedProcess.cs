using System.Globalization;
using System.Text;
using Pando.Linux.Spawn;

namespace Pando.Domains.Starting;

/// <summary>Finds a process by a variable of its environment (/proc/PID/environ, proc(5)).</summary>
internal static class MarkedProcess
{
    /// <summary>Null where no process carries it.</summary>
    public static PidFd? Find(string variable, string value) => All(variable, value).Select(static identity => identity.TryOpen()).FirstOrDefault();

    /// <summary>Every process that carries it.</summary>
    public static IEnumerable<ProcessIdentity> All(string variable, string value)
    {
        var mark = Encoding.UTF8.GetBytes($"{variable}={value}\0");
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ProcessIdentity.TryOf(pid) is { } identity && Carries(directory, mark))
            {
                yield return identity;
            }
        }
    }

    private static bool Carries(string directory, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(directory, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's, which is none of ours.
            return false;
        }
    }
}
