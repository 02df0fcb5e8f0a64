using System.Globalization;
using System.Text;

namespace Pando.Linux.Spawn;

/// <summary>
/// The ids that there are in a user namespace, each of them as itself (user_namespaces(7), "User and group ID mappings"): what the
/// process calls its user and what the host calls it stay the same, and every other id does not exist.
/// </summary>
internal static class IdentityMap
{
    /// <summary>What is written to uid_map or gid_map: a line for each run of neighbours, as the kernel takes no more than 340.</summary>
    public static string Of(IEnumerable<uint> ids)
    {
        var text = new StringBuilder();
        uint? first = null;
        uint last = 0;
        foreach (uint id in ids.Distinct().Order())
        {
            if (first is not null && id == last + 1)
            {
                last = id;
                continue;
            }

            Append(text, first, last);
            first = last = id;
        }

        Append(text, first, last);
        return text.ToString();
    }

    private static void Append(StringBuilder text, uint? first, uint last)
    {
        if (first is { } number)
        {
            text.Append(CultureInfo.InvariantCulture, $"{number} {number} {last - number + 1}\n");
        }
    }
}
