using System.Security.Cryptography;
using System.Text;
using Pando.Model;
using Pando.Model.Domains;

namespace Pando.Host.Confinement;

/// <summary>
/// The name of a machine among everything of its kind on the host (groups, profiles). Two instances may each have a machine of
/// one uuid: all but the system's own carry a mark behind it.
/// </summary>
internal static class InstanceMark
{
    private const int MarkDigits = 8;

    public static string NameOf(DomainId machine, InstancePaths paths) => paths == InstancePaths.System
        ? $"pando-{machine}"
        : $"pando-{machine}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(paths.Run)))[..MarkDigits]}";
}
