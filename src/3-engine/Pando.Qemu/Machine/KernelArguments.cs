using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>A kernel of the host that is booted directly; QEMU reads it by its path, once.</summary>
internal static class KernelArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        OsDefinition os = context.Definition.Os;
        return [.. Option("-kernel", os.KernelPath), .. Option("-initrd", os.InitrdPath), .. Option("-append", os.KernelArguments)];
    }

    private static IEnumerable<QemuArgument> Option(string option, string? value) =>
        value is null ? [] : [new QemuArgument(option, value)];
}
