using System.Text.Json.Serialization;

namespace Pando.GuestAgent;

/// <summary>The mounted file systems.</summary>
public sealed record GuestGetFsinfo() : AgentVerb<IReadOnlyList<GuestFilesystemInfo>>("guest-get-fsinfo");

/// <summary>A mounted file system.</summary>
/// <param name="Name">The guest's device: <c>vda1</c>.</param>
/// <param name="Mountpoint">Where it is mounted.</param>
/// <param name="Type">Its kind: <c>ext4</c>.</param>
/// <param name="Disk">The disks it is on.</param>
/// <param name="UsedBytes">What is used; null where the agent does not say.</param>
/// <param name="TotalBytes">How large it is; null where the agent does not say.</param>
public sealed record GuestFilesystemInfo(
    string Name, string Mountpoint, string Type, IReadOnlyList<GuestDiskAddress> Disk, long? UsedBytes = null, long? TotalBytes = null);

/// <summary>Where a disk is in the machine.</summary>
/// <param name="PciController">Its controller.</param>
/// <param name="BusType"><c>virtio</c>, <c>scsi</c>, <c>sata</c>, <c>ide</c>, …</param>
/// <param name="Bus">Its bus.</param>
/// <param name="Target">Its target.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Serial">Its serial number.</param>
/// <param name="Dev">The guest's device file.</param>
public sealed record GuestDiskAddress(
    GuestPciAddress PciController, string BusType, int Bus, int Target, int Unit, string? Serial = null, string? Dev = null);

/// <summary>A place on PCI; -1 for what the guest does not know.</summary>
/// <param name="Domain">Domain.</param>
/// <param name="Bus">Bus.</param>
/// <param name="Slot">Slot.</param>
/// <param name="Function">Function.</param>
public sealed record GuestPciAddress(int Domain, int Bus, int Slot, int Function);

/// <summary>The disks, also those that are not mounted.</summary>
public sealed record GuestGetDisks() : AgentVerb<IReadOnlyList<GuestDiskInfo>>("guest-get-disks");

/// <summary>A disk or a partition.</summary>
/// <param name="Name">The guest's device file.</param>
/// <param name="Partition">Whether it is a part of another.</param>
/// <param name="Dependencies">What it stands on.</param>
/// <param name="Address">Where it is in the machine.</param>
/// <param name="Alias">Another name, such as a logical volume's.</param>
public sealed record GuestDiskInfo(
    string Name, bool Partition, IReadOnlyList<string>? Dependencies = null, GuestDiskAddress? Address = null, string? Alias = null);

/// <summary>Whether file systems are frozen: <c>frozen</c> or <c>thawed</c>.</summary>
public sealed record GuestFsfreezeStatus() : AgentVerb<string>("guest-fsfreeze-status");

/// <summary>Freezes every file system that can be; answers how many.</summary>
public sealed record GuestFsfreezeFreeze() : AgentVerb<int>("guest-fsfreeze-freeze");

/// <summary>Freezes some file systems; answers how many.</summary>
/// <param name="Mountpoints">Where they are mounted.</param>
public sealed record GuestFsfreezeFreezeList(IReadOnlyList<string> Mountpoints) : AgentVerb<int>("guest-fsfreeze-freeze-list");

/// <summary>Thaws all; answers how many.</summary>
public sealed record GuestFsfreezeThaw() : AgentVerb<int>("guest-fsfreeze-thaw");

/// <summary>Tells the disks which blocks are unused.</summary>
/// <param name="MinimumBytes">Leaves shorter free runs alone.</param>
public sealed record GuestFstrim([property: JsonPropertyName("minimum")] long? MinimumBytes = null) : AgentVerb<GuestTrimResults>("guest-fstrim");

/// <summary>The answer to <see cref="GuestFstrim"/>.</summary>
/// <param name="Paths">One for each file system.</param>
public sealed record GuestTrimResults(IReadOnlyList<GuestTrimResult> Paths);

/// <summary>What became of one file system.</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="Error">Why it was not trimmed.</param>
/// <param name="TrimmedBytes">How much was.</param>
/// <param name="MinimumBytes">The shortest run that was looked at.</param>
public sealed record GuestTrimResult(
    string Path, string? Error = null,
    [property: JsonPropertyName("trimmed")] long? TrimmedBytes = null, [property: JsonPropertyName("minimum")] long? MinimumBytes = null);
