using Pando.Linux.Spawn;
using Pando.Model;

namespace Pando.Domains.Adopting;

/// <summary>Remembers that the machines of this boot were started: a daemon that is restarted starts none again.</summary>
internal static class AutostartMark
{
    /// <summary>True the first time in a boot of the host.</summary>
    public static bool TakeFor(InstancePaths paths)
    {
        var path = Path.Combine(paths.Run, "autostarted");
        if (File.Exists(path) && File.ReadAllText(path).Trim() == ProcessIdentity.CurrentBootId)
        {
            return false;
        }
        File.WriteAllText(path, ProcessIdentity.CurrentBootId + "\n");
        return true;
    }
}
