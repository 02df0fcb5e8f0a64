namespace Pando.Domains;

/// <summary>What a machine can be asked for. Each kind stands in the table of <see cref="RequestTable"/>.</summary>
public abstract record DomainRequest
{
    private protected DomainRequest(DomainRequestKind kind) => Kind = kind;

    /// <summary>Which one it is.</summary>
    public DomainRequestKind Kind { get; }
}

/// <summary>The kinds of requests.</summary>
public enum DomainRequestKind
{
    /// <summary><see cref="StartRequest"/>.</summary>
    Start,

    /// <summary><see cref="ShutdownRequest"/>.</summary>
    Shutdown,

    /// <summary><see cref="RebootRequest"/>.</summary>
    Reboot,

    /// <summary><see cref="ResetRequest"/>.</summary>
    Reset,

    /// <summary><see cref="DestroyRequest"/>.</summary>
    Destroy,

    /// <summary><see cref="SuspendRequest"/>.</summary>
    Suspend,

    /// <summary><see cref="ResumeRequest"/>.</summary>
    Resume,

    /// <summary><see cref="WakeRequest"/>.</summary>
    Wake,

    /// <summary><see cref="UndefineRequest"/>.</summary>
    Undefine,

    /// <summary><see cref="SaveRequest"/>.</summary>
    Save,

    /// <summary><see cref="DumpRequest"/>.</summary>
    Dump,

    /// <summary><see cref="DropSaveRequest"/>.</summary>
    DropSave,

    /// <summary><see cref="RenameRequest"/>.</summary>
    Rename,

    /// <summary><see cref="AttachDeviceRequest"/>.</summary>
    AttachDevice,

    /// <summary><see cref="DetachDeviceRequest"/>.</summary>
    DetachDevice,

    /// <summary><see cref="UpdateDeviceRequest"/>.</summary>
    UpdateDevice,

    /// <summary><see cref="SetVcpusRequest"/>.</summary>
    SetVcpus,

    /// <summary><see cref="SwitchVcpusRequest"/>.</summary>
    SwitchVcpus,

    /// <summary><see cref="SetMemoryRequest"/>.</summary>
    SetMemory,

    /// <summary><see cref="TuneRequest"/>.</summary>
    Tune,

    /// <summary><see cref="AddIoThreadRequest"/>.</summary>
    AddIoThread,

    /// <summary><see cref="RemoveIoThreadRequest"/>.</summary>
    RemoveIoThread,

    /// <summary><see cref="SetIoThreadRequest"/>.</summary>
    SetIoThread,

    /// <summary><see cref="FollowUsbRequest"/>.</summary>
    FollowUsb,

    /// <summary><see cref="SetLifecycleActionRequest"/>.</summary>
    SetLifecycleAction,

    /// <summary><see cref="SetPerfEventsRequest"/>.</summary>
    SetPerfEvents,

    /// <summary><see cref="NoteRequest"/>.</summary>
    Note,
}

/// <summary>Starts the machine.</summary>
/// <param name="Paused">Whether the guest waits for a resume before its first instruction.</param>
public sealed record StartRequest(bool Paused = false) : DomainRequest(DomainRequestKind.Start)
{
    /// <summary>Set for the first run of a machine that is installed from a location.</summary>
    internal Installing.InstallerRun? Installer { get; init; }

    /// <summary>Whether a managed save is discarded, and the machine started from its disks.</summary>
    public bool ForceBoot { get; init; }

    /// <summary>Whether the guest runs after a managed save; null: as it did, unless <see cref="Paused"/>.</summary>
    public bool? Running { get; init; }

    /// <summary>Whether a managed save is read past the page cache.</summary>
    public bool BypassCache { get; init; }

    /// <summary>Whether a managed save is used although disks were changed behind it.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the firmware's variables are made anew from their template. A machine without such variables starts as ever.</summary>
    public bool ResetVariables { get; init; }

    /// <summary>The file that it goes on from, looked through already.</summary>
    internal Saving.Restoring.SavedMachine? Saved { get; init; }
}

/// <summary>How a guest is asked to shut down or restart.</summary>
public enum PowerMode
{
    /// <summary>Through its agent where one is connected, else with the power button.</summary>
    Any,

    /// <summary>The power button.</summary>
    Acpi,

    /// <summary>Its agent alone.</summary>
    Agent,
}

/// <summary>Asks the guest to shut down. Done when asked: the guest may take its time, or ignore it.</summary>
/// <param name="Mode">How.</param>
public sealed record ShutdownRequest(PowerMode Mode = PowerMode.Any) : DomainRequest(DomainRequestKind.Shutdown);

/// <summary>Asks the guest to restart: its agent does, or it is started anew when it has obeyed the power button.</summary>
/// <param name="Mode">How.</param>
public sealed record RebootRequest(PowerMode Mode = PowerMode.Any) : DomainRequest(DomainRequestKind.Reboot);

/// <summary>The reset button.</summary>
public sealed record ResetRequest() : DomainRequest(DomainRequestKind.Reset);

/// <summary>Ends the process.</summary>
/// <param name="Graceful">Whether SIGKILL is ruled out: a QEMU that does not end in time stays, and the request fails.</param>
public sealed record DestroyRequest(bool Graceful = false) : DomainRequest(DomainRequestKind.Destroy);

/// <summary>Stops the guest's processors; its memory stays.</summary>
public sealed record SuspendRequest() : DomainRequest(DomainRequestKind.Suspend);

/// <summary>Lets a paused guest go on.</summary>
public sealed record ResumeRequest() : DomainRequest(DomainRequestKind.Resume);

/// <summary>Wakes a guest that sleeps.</summary>
public sealed record WakeRequest() : DomainRequest(DomainRequestKind.Wake);

/// <summary>Moves the definition to the trash. A running machine goes on and becomes transient.</summary>
/// <param name="RemoveStorage">Whether the machine's own disks go to the trash too; the machine must be off then.</param>
/// <param name="ExpectedVersion">The version the caller had read; another one fails with <c>domain.changed-meanwhile</c>. Null: whatever it is.</param>
public sealed record UndefineRequest(bool RemoveStorage = false, int? ExpectedVersion = null) : DomainRequest(DomainRequestKind.Undefine)
{
    /// <summary>Whether a managed save goes to the trash too; without this a machine that has one is not undefined.</summary>
    public bool ManagedSave { get; init; }

    /// <summary>Whether the firmware's variables stay where they are, for a machine of the same uuid that comes after.</summary>
    public bool KeepVariables { get; init; }

    /// <summary>Whether what the TPM remembers stays where it is.</summary>
    public bool KeepTpm { get; init; }
}

/// <summary>Writes the machine into a file and ends it.</summary>
/// <param name="Order">Where and how.</param>
public sealed record SaveRequest(SaveOrder Order) : DomainRequest(DomainRequestKind.Save)
{
    /// <summary>The definition that the file gets in place of the one in force, looked through already.</summary>
    internal Model.Domains.DomainDefinition? Definition { get; init; }
}

/// <summary>Writes the machine's memory into a file for somebody to look at.</summary>
/// <param name="Order">Where and how.</param>
public sealed record DumpRequest(DumpOrder Order) : DomainRequest(DomainRequestKind.Dump);

/// <summary>Gives the machine another name; it must be off.</summary>
/// <param name="NewName">The name.</param>
/// <param name="ExpectedVersion">The version the caller had read; another one fails with <c>domain.changed-meanwhile</c>. Null: whatever it is.</param>
public sealed record RenameRequest(string NewName, int? ExpectedVersion = null) : DomainRequest(DomainRequestKind.Rename);

/// <summary>Deletes the managed save: the next start is from the disks.</summary>
public sealed record DropSaveRequest() : DomainRequest(DomainRequestKind.DropSave);
