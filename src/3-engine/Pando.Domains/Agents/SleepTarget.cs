namespace Pando.Domains.Agents;

/// <summary>Where a guest keeps its memory while it sleeps.</summary>
public enum SleepTarget
{
    /// <summary>In memory (ACPI S3): its process stays, and it wakes on request.</summary>
    Mem,

    /// <summary>On its own disk (ACPI S4): it is off, and the next start goes on where it was.</summary>
    Disk,

    /// <summary>Both: in memory, and on disk in case the power goes.</summary>
    Hybrid,
}
