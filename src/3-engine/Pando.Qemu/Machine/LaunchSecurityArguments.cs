using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Machine;

/// <summary>Memory that the host cannot read: an object that the machine names (<c>confidential-guest-support</c>).</summary>
internal static class LaunchSecurityArguments
{
    /// <summary>The object's id.</summary>
    public const string Id = "lsec0";

    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        if (context.Definition.LaunchSecurity is not { } sev)
        {
            return [];
        }

        if (!context.UsesKvm)
        {
            throw Refused("qemu.reason.sev-needs-kvm");
        }

        if (sev.DhCertificate is not null || sev.Session is not null)
        {
            throw Refused("qemu.reason.sev-session");
        }

        context.RequireObject("sev-guest");
        SevTraits? host = context.Capabilities.Sev;
        int cbit = sev.CbitPosition ?? host?.CbitPosition ?? throw None(context);
        int reduced = sev.ReducedPhysicalBits ?? host?.ReducedPhysicalBits ?? throw None(context);
        return
        [
            JsonForm.Object("sev-guest", Id)
                .Add("cbitpos", cbit)
                .Add("reduced-phys-bits", reduced)
                .Add("policy", sev.Policy)
                .Add("kernel-hashes", sev.KernelHashes)
                .As("-object"),
        ];
    }

    private static CallerException None(ArgumentContext context) => new(
        ErrorCodes.Qemu.CannotExpress,
        ("what", "<launchSecurity type='sev'>"), ("reason", "qemu.reason.sev-none"), ("said", context.Capabilities.SevRefusal ?? "—"));

    private static CallerException Refused(string reason) =>
        new(ErrorCodes.Qemu.CannotExpress, ("what", "<launchSecurity type='sev'>"), ("reason", reason));
}
