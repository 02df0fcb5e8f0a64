using System.Globalization;
using Pando.Host.Checks;
using Pando.Host.Confinement.Selinux;
using Pando.Model.Host;

namespace Pando.Host.Nodes;

/// <summary>What machines are labelled by here: the host's security module, and the user that they run as.</summary>
internal static class HostLabels
{
    public static IReadOnlyList<HostSecurityModel> Of(HostView host)
    {
        var models = new List<HostSecurityModel>();
        var policy = new SelinuxPolicy(host.Files);
        if (policy.IsOn)
        {
            models.Add(new HostSecurityModel("selinux", policy.ProcessContext, policy.TranslatedProcessContext ?? policy.ProcessContext));
        }
        if (SecurityModules.HasAppArmor(host.Files))
        {
            models.Add(new HostSecurityModel("apparmor"));
        }
        // The user's number stands even where it has no name.
        if (host.QemuUser() is { } user)
        {
            var label = string.Create(CultureInfo.InvariantCulture, $"+{user.Uid}:+{user.Gid}");
            models.Add(new HostSecurityModel("dac", label, label));
        }
        return models;
    }
}
