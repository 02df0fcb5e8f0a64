namespace Pando.Api.Machines;

/// <summary>What goes to the trash with a machine's definition, and what stays.</summary>
public sealed record UndefineOptions
{
    /// <summary>Whether its disks go there too.</summary>
    public bool Storage { get; init; }

    /// <summary>Whether a managed save goes there too; without this it keeps the machine.</summary>
    public bool ManagedSave { get; init; }

    /// <summary>Whether the firmware's variables stay where they are.</summary>
    public bool KeepNvram { get; init; }

    /// <summary>Whether what the TPM remembers stays where it is.</summary>
    public bool KeepTpm { get; init; }
}
