using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>A kernel of the host that is booted directly, and an ACPI table of it; QEMU reads them by their paths, once.</summary>
internal static class KernelArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        OsDefinition os = context.Definition.Os;
        return [.. Option("-kernel", os.KernelPath), .. Option("-initrd", os.InitrdPath), .. Option("-append", os.KernelArguments), .. Option("-dtb", os.DeviceTreePath), .. Table(os.AcpiTablePath)];
    }

    private static IEnumerable<QemuArgument> Option(string option, string? value) =>
        value is null ? [] : [new QemuArgument(option, value)];

    private static IEnumerable<QemuArgument> Table(string? path) =>
        path is null ? [] : [new KeyValueForm().Add("sig", "SLIC").Add("file", path).As("-acpitable")];
}
