using System.Text;

namespace Pando.Linux.Networking;

/// <summary>What the kernel tells of its devices: one came, went or changed (netlink, NETLINK_KOBJECT_UEVENT).</summary>
/// <param name="Action"><c>add</c>, <c>remove</c>, <c>bind</c>, <c>change</c>…</param>
/// <param name="DevicePath">Below <c>/sys</c>.</param>
/// <param name="Facts">The rest: <c>SUBSYSTEM</c>, <c>DEVTYPE</c>, <c>BUSNUM</c>…</param>
public sealed record Uevent(string Action, string DevicePath, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>Reads one message; null for what is none of the kernel's.</summary>
    public static Uevent? Read(ReadOnlySpan<byte> message)
    {
        string[] parts = Encoding.UTF8.GetString(message).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || parts[0].IndexOf('@', StringComparison.Ordinal) is not (> 0 and var at))
        {
            return null;
        }

        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in parts.Skip(1))
        {
            if (part.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign)
            {
                facts[part[..sign]] = part[(sign + 1)..];
            }
        }

        return new Uevent(parts[0][..at], parts[0][(at + 1)..], facts);
    }
}
