namespace Pando.Model.Domains;

/// <summary>What a machine is doing: one of these at any time, changed only by its driver.</summary>
public enum DomainPhase
{
    /// <summary>No process.</summary>
    Off,

    /// <summary>A start is under way.</summary>
    Starting,

    /// <summary>The guest runs.</summary>
    Running,

    /// <summary>The guest stands still and keeps its memory.</summary>
    Paused,

    /// <summary>The guest has shut itself down; the process stays because the definition says <c>preserve</c>.</summary>
    GuestOff,

    /// <summary>The guest has crashed; the process stays because the definition says <c>preserve</c>.</summary>
    Crashed,

    /// <summary>The guest sleeps with its memory kept (ACPI S3); it wakes on request.</summary>
    PmSuspended,

    /// <summary>The process runs, and what it was started with cannot be read any more: it can only be ended.</summary>
    Unrecorded,

    /// <summary>The process is being ended, or has ended and is being cleaned up after.</summary>
    Stopping,

    /// <summary>The definition is being moved to the trash.</summary>
    Removing,
}

/// <summary>Why a machine is in its phase. The words are libvirt's where it has them.</summary>
public enum DomainPhaseReason
{
    /// <summary>Nothing is known to have happened.</summary>
    Unknown,

    /// <summary>Started on request.</summary>
    Booted,

    /// <summary>Found running when the daemon started.</summary>
    Adopted,

    /// <summary>Let go on after a pause.</summary>
    Unpaused,

    /// <summary>On a user's request.</summary>
    User,

    /// <summary>The disk is full or failed, and the definition says to stop then.</summary>
    IoError,

    /// <summary>The guest shut itself down.</summary>
    Shutdown,

    /// <summary>Ended by force on request.</summary>
    Destroyed,

    /// <summary>The guest crashed, or QEMU ended by itself.</summary>
    Crashed,

    /// <summary>A start failed; nothing is left of it.</summary>
    Failed,

    /// <summary>The watchdog device fired.</summary>
    Watchdog,

    /// <summary>Woken from sleep.</summary>
    Wakeup,

    /// <summary>Its memory is being written into a file, and it stands still meanwhile.</summary>
    Saving,

    /// <summary>Its memory is being dumped, and it stands still meanwhile.</summary>
    Dumping,

    /// <summary>Its memory was saved.</summary>
    Saved,

    /// <summary>It goes on from memory that was saved.</summary>
    Restored,
}
