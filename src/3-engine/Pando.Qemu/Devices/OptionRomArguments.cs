using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The boot ROM of a PCI card.</summary>
internal static class OptionRomArguments
{
    /// <summary>Adds what is said about it. QEMU reads the file by its path, once, at the start.</summary>
    public static JsonForm Add(this JsonForm form, OptionRom rom) => form
        .Add("rombar", rom.Bar switch { null => null, true => 1, false => 0 })
        // An empty name is no file: the card has no ROM then.
        .Add("romfile", rom.Enabled == false ? string.Empty : rom.File);
}
