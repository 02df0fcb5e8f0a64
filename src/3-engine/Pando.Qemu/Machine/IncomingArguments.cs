using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>A machine that goes on from its saved state waits to be told where that comes from.</summary>
internal static class IncomingArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context) => context.Incoming ? [new("-incoming", "defer")] : [];
}
