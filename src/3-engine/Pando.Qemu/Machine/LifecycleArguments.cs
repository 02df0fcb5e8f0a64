using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary><see cref="LifecycleWords"/> from the start on (-action).</summary>
internal static class LifecycleArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        var words = LifecycleWords.Of(context.Definition);
        return [new KeyValueForm().Add("reboot", words.Reboot).Add("shutdown", words.Shutdown).Add("panic", words.Panic).As("-action")];
    }
}
