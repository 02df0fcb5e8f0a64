using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Parallel ports.</summary>
internal static class ParallelArguments
{
    public static IEnumerable<QemuArgument> Of(ParallelDevice parallel, ArgumentContext context) =>
    [
        .. CharacterBackendArguments.Of(parallel.Backend, parallel, context),
        context.Device("isa-parallel", parallel)
            .Add("chardev", CharacterBackendArguments.Id(parallel))
            .Add("index", parallel.Port)
            .At(parallel, context)
            .As("-device"),
    ];
}
