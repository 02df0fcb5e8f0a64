using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>What QEMU does about things it advises against (-compat).</summary>
internal static class DeprecationArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context) => context.Definition.QemuExtras.Deprecation is { } behavior and not DeprecationBehavior.None
        ?
        [
            new KeyValueForm()
                .Add("deprecated-output", "hide")
                .Add("deprecated-input", behavior switch { DeprecationBehavior.Reject => "reject", DeprecationBehavior.Crash => "crash", _ => null })
                .As("-compat"),
        ]
        : [];
}
