using System.Globalization;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Does AppArmor keep machines apart?</summary>
internal sealed class AppArmorCheck : IHostCheck
{
    private static readonly Finding On = new("apparmor.on", CheckStatus.Pass);
    private static readonly Finding NoParser = new("apparmor.no-parser", CheckStatus.Warn);
    private static readonly Finding Other = new("apparmor.other", CheckStatus.Pass);
    private static readonly Finding Absent = new("apparmor.absent", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        if (SecurityModules.HasAppArmor(host.Files))
        {
            int profiles = host.Files.Lines("/sys/kernel/security/apparmor/profiles").Count;
            if (!host.Files.Exists(Confinement.AppArmor.AppArmorProfiles.Parser))
            {
                return NoParser.Now();
            }

            return On.Now(("profiles", profiles.ToString(CultureInfo.InvariantCulture)));
        }

        return SecurityModules.HasSelinux(host.Files) ? Other.Now() : Absent.Now();
    }
}
