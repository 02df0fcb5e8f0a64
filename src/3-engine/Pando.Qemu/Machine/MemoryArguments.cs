using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>The memory: a backend object that the machine takes as its own.</summary>
internal static class MemoryArguments
{
    private const long BytesPerKiB = 1024;

    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        long kib = context.Definition.MemoryKiB;
        QemuArgument size = new KeyValueForm().Add("size", $"{kib}k").As("-m");
        return context.Machine.RamId is { } id
            ? [size, JsonForm.Object("memory-backend-ram", id).Add("size", kib * BytesPerKiB).As("-object")]
            : [size];
    }
}
