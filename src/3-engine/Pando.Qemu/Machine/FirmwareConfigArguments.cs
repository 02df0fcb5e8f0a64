using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>What QEMU's firmware configuration device holds for programs in the guest; QEMU reads files by their path, once.</summary>
internal static class FirmwareConfigArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context) => context.Definition.FirmwareConfig.Items.Select(entry =>
        new KeyValueForm().Add("name", entry.Name).Add("string", entry.Value).Add("file", entry.FilePath).As("-fw_cfg"));
}
