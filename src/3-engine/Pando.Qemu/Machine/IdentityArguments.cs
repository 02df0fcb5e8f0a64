using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>Who the machine is: -name and -uuid, which is also what the guest reads in its SMBIOS tables.</summary>
internal static class IdentityArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context) =>
    [
        // Threads get names (CPU 0/KVM), so that top -H shows which vCPU is busy.
        new KeyValueForm().Add("guest", context.Definition.Name).Add("debug-threads", true).As("-name"),
        new QemuArgument("-uuid", context.Definition.Id.ToString()),
    ];
}
