using Pando.Host.Files;

namespace Pando.Host.Checks;

/// <summary>Which of the two security modules that label programs is on; both checks look at both.</summary>
internal static class SecurityModules
{
    public const string SelinuxFolder = "/sys/fs/selinux";

    public static bool HasSelinux(HostFiles files) => files.Number($"{SelinuxFolder}/enforce") is not null;

    public static bool HasAppArmor(HostFiles files) => files.Text("/sys/module/apparmor/parameters/enabled") is "Y";
}
