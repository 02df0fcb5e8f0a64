using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>What a machine type is built around, which decides where devices go.</summary>
public enum Chipset
{
    /// <summary>The PC of 1996: one PCI bus.</summary>
    I440fx,

    /// <summary>The PC of 2009: PCI Express.</summary>
    Q35,
}

/// <summary>Finds the chipset of a machine type.</summary>
public static class Chipsets
{
    /// <summary>The chipset of a machine type, by its name or alias.</summary>
    /// <exception cref="CallerException"><c>definition.unknown-machine</c> for a type that is no PC.</exception>
    public static Chipset Of(string machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (machine == "q35" || machine.StartsWith("pc-q35-", StringComparison.Ordinal))
        {
            return Chipset.Q35;
        }
        return machine == "pc" || machine.StartsWith("pc-i440fx-", StringComparison.Ordinal)
            ? Chipset.I440fx
            : throw new CallerException(ErrorCodes.Definition.UnknownMachine, ("machine", machine), ("known", "q35, pc-q35-…, pc, pc-i440fx-…"));
    }
}
