using System.Text.Json;

namespace Pando.Domains.SideProcesses;

/// <summary>The programs that the host describes as serving devices over vhost-user (QEMU's docs/interop/vhost-user.json).</summary>
internal static class VhostUserPrograms
{
    /// <summary>The first one of that type, in the order of the files' names; null where there is none.</summary>
    public static string? Find(string folder, string type)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var description = JsonDocument.Parse(File.ReadAllBytes(file));
            if (description.RootElement.TryGetProperty("type", out var said) && said.ValueEquals(type)
                && description.RootElement.TryGetProperty("binary", out var binary) && binary.GetString() is { } path && File.Exists(path))
            {
                return path;
            }
        }
        return null;
    }
}
