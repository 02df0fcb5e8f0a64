using System.Text;
using Pando.Model.Errors;

namespace Pando.Networks.HostNetwork.Planning;

/// <summary>What a network device can be called (linux/if.h, IFNAMSIZ), and what every configuration takes as a name.</summary>
internal static class DeviceNameRules
{
    private const int MostBytes = 15;
    private static readonly string[] Reserved = [".", "..", "lo", "all", "default"];

    /// <exception cref="CallerException"><c>hostnet.bad-name</c>.</exception>
    public static void Check(string name)
    {
        Refuse(name.Length == 0, "empty");
        Refuse(Encoding.UTF8.GetByteCount(name) > MostBytes, "too-long");
        Refuse(!name.All(static one => char.IsAsciiLetterOrDigit(one) || one is '.' or '-' or '_') || name[0] == '-', "characters");
        Refuse(Reserved.Contains(name, StringComparer.Ordinal), "reserved");

        void Refuse(bool wrong, string reason)
        {
            if (wrong)
            {
                throw new CallerException(ErrorCodes.HostNetwork.BadName, ("device", name), ("reason", "hostnet.reason." + reason));
            }
        }
    }
}
