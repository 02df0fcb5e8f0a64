namespace Pando.Model.Domains;

/// <summary>A path that QEMU opens by itself.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Access">What it does there.</param>
public sealed record GuestPath(string Path, GuestPathAccess Access);

/// <summary>What QEMU does with a path.</summary>
[Flags]
public enum GuestPathAccess
{
    /// <summary>Reads it.</summary>
    Read = 1,

    /// <summary>Writes to it; a device is controlled, too.</summary>
    Write = 2,

    /// <summary>Executes it, or maps it as a library.</summary>
    Execute = 4,

    /// <summary>Makes and removes files and sockets in it.</summary>
    Make = 8,
}

/// <summary>A file that QEMU is handed as a descriptor.</summary>
/// <param name="Path">As it was opened.</param>
/// <param name="Device">st_dev.</param>
/// <param name="Inode">st_ino.</param>
/// <param name="Use">How it is shared with other machines.</param>
public sealed record ConfinedFile(string Path, ulong Device, ulong Inode, FileUse Use)
{
    /// <summary>How security drivers label it, against what the machine says.</summary>
    public EquatableArray<DeviceSeclabel> Labels { get; init; }

    /// <summary>Whether QEMU opens it by its name, so that its user must be let in.</summary>
    public bool OpenedByQemu { get; init; }
}
