using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The keyboard layout of displays: QEMU has one for all of them (-k).</summary>
internal static class KeymapArguments
{
    public static IEnumerable<QemuArgument> Of(ServedGraphics display, ArgumentContext context)
    {
        ServedGraphics? first = context.Definition.Devices.Graphics.Items.OfType<ServedGraphics>().FirstOrDefault(other => other.Keymap is not null);
        if (display.Keymap is null || first is null)
        {
            return [];
        }

        return ReferenceEquals(first, display)
            ? [new QemuArgument("-k", display.Keymap)]
            : display.Keymap.Equals(first.Keymap, StringComparison.Ordinal) ? [] : throw GraphicsArguments.Refused(display, "qemu.reason.one-keymap");
    }
}
