using System.Text.Json.Serialization;
using Pando.Model.Ports;

namespace Pando.Model.Domains;

/// <summary>
/// What is in force: exactly what the running process was started with, and what has been changed on it since.
/// It is written beside the machine's sockets; adoption reads it and never derives it again.
/// </summary>
/// <param name="Definition">With every address, alias, port and path as they are.</param>
/// <param name="FromVersion">The version of the asked definition it was started from; 0 for a transient machine.</param>
/// <param name="Process">The QEMU process.</param>
/// <param name="Accelerator">What runs the guest, and why not something better.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Transient">Whether no stored definition exists: the machine is gone when the process is.</param>
/// <param name="Files">The image files it has open, by their identity.</param>
public sealed record LiveDomain(
    DomainDefinition Definition, int FromVersion, GuestProcess Process, AcceleratorVerdict Accelerator,
    DateTimeOffset StartedAt, bool Transient, IReadOnlyList<HeldFile> Files)
{
    /// <summary>What was done to it past what Pando can answer for, each once.</summary>
    public EquatableArray<Taint> Taints { get; init; }

    /// <summary>The same with one more taint.</summary>
    public LiveDomain Tainted(Taint taint) => Taints.Items.Contains(taint) ? this : this with { Taints = Taints.Add(taint) };

    /// <summary>The number of this run on this host, as libvirt has it; null where it was started before runs had one.</summary>
    public int? Number { get; init; }

    /// <summary>How long the guest's agent may take for a command that names no limit; null is as long as it usually may.</summary>
    public TimeSpan? AgentLimit { get; init; }

    /// <summary>The programs that run beside QEMU for it.</summary>
    public IReadOnlyList<SideProcess> SideProcesses { get; init; } = [];

    /// <summary>What stays on the host until it is released.</summary>
    public TakenHostSide HostSide { get; init; } = TakenHostSide.Nothing;

    /// <summary>What is being plugged in at this moment, and would be in force when that has succeeded; null at all other times.</summary>
    public PlugUnderWay? Plugging { get; init; }

    /// <summary>The devices, by alias, that the guest was asked to release and has not released yet.</summary>
    public EquatableArray<string> UnplugAsked { get; init; }

    /// <summary>Whether the guest was asked to release the device of that alias.</summary>
    public bool IsUnplugAsked(string alias) => UnplugAsked.Items.Any(asked => asked == alias);

    /// <summary>Devices of the host, by alias, that may be absent and are: QEMU has nothing of them.</summary>
    public EquatableArray<string> AbsentDevices { get; init; }

    /// <summary>Whether the device of that alias is absent.</summary>
    public bool IsAbsent(string alias) => AbsentDevices.Items.Any(absent => absent == alias);

    /// <summary>The images of its disks, each disk's in order; none where it was started before they were numbered.</summary>
    public EquatableArray<RunningImage> Images { get; init; }

    /// <summary>The last number that an image of this run was given.</summary>
    public int LastImage { get; init; }

    /// <summary>What confines the process; null where it was started before this was known of it.</summary>
    public GuestConfinement? Confinement { get; init; }
}

/// <summary>Devices that are being plugged in: a daemon that comes later finds out by it what belongs to them.</summary>
/// <param name="Definition">With the new devices.</param>
/// <param name="Aliases">The new devices.</param>
/// <param name="Files">With what they have open.</param>
public sealed record PlugUnderWay(DomainDefinition Definition, EquatableArray<string> Aliases, IReadOnlyList<HeldFile> Files)
{
    /// <summary>With what was made and taken on the host for them.</summary>
    public TakenHostSide HostSide { get; init; } = TakenHostSide.Nothing;
}

/// <summary>A process, told from any later one of the same pid by its start time and the boot it belongs to.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTicks">Field 22 of /proc/PID/stat (proc(5)).</param>
/// <param name="BootId">/proc/sys/kernel/random/boot_id.</param>
public sealed record GuestProcess(int Pid, ulong StartTicks, string BootId);

/// <summary>A file that a running machine holds open.</summary>
/// <param name="Path">As it was opened.</param>
/// <param name="Device">st_dev.</param>
/// <param name="Inode">st_ino.</param>
/// <param name="Use">How it is shared with other machines.</param>
public sealed record HeldFile(string Path, ulong Device, ulong Inode, FileUse Use)
{
    /// <summary>The machine's device whose node it is, by alias; null for an image.</summary>
    public string? Alias { get; init; }

    /// <summary>How security drivers label it, against what the machine says.</summary>
    [JsonIgnore]
    public EquatableArray<DeviceSeclabel> Labels { get; init; }

    /// <summary>Whether QEMU opens it by its name, so that its user must be let in.</summary>
    [JsonIgnore]
    public bool OpenedByQemu { get; init; }

    /// <summary>As it is confined.</summary>
    [JsonIgnore]
    public ConfinedFile Confined => new(Path, Device, Inode, Use) { Labels = Labels, OpenedByQemu = OpenedByQemu };
}

/// <summary>How a file may be shared between machines.</summary>
public enum FileUse
{
    /// <summary>Others may read it too; nobody may write.</summary>
    Read,

    /// <summary>Nobody else may have it.</summary>
    Write,

    /// <summary>Others that say the same may write too (<c>shareable</c>).</summary>
    SharedWrite,
}
