using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>Memory that several machines of the host share (ivshmem).</summary>
public sealed record SharedMemoryDevice : Device
{
    /// <summary>The name of the memory; machines that name the same share it.</summary>
    public required string Name { get; init; }

    /// <summary>Who keeps the memory in a migration; null leaves it to QEMU.</summary>
    public SharedMemoryRole? Role { get; init; }

    /// <summary>What the guest sees.</summary>
    public SharedMemoryModel Model { get; init; }

    /// <summary>Its size in MiB, a power of two; null is 4, or what the server says.</summary>
    public int? SizeMiB { get; init; }

    /// <summary>The server that hands it out and rings the bells; null is none.</summary>
    public SharedMemoryServer? Server { get; init; }

    /// <summary>The interrupts of the bells; null is what QEMU has by itself.</summary>
    public SharedMemoryInterrupts? Interrupts { get; init; }
}

/// <summary>The server of a shared memory.</summary>
/// <param name="Path">Its socket; null is <c>/var/lib/libvirt/shmem-NAME-sock</c>, as with libvirt.</param>
public sealed record SharedMemoryServer(string? Path);

/// <summary>The interrupts by which the sharers ring each other.</summary>
/// <param name="Vectors">How many; null is one.</param>
/// <param name="IoEventFd">Whether the ringing is done in the kernel.</param>
public sealed record SharedMemoryInterrupts(int? Vectors, bool? IoEventFd);

/// <summary>Who keeps a shared memory in a migration.</summary>
public enum SharedMemoryRole
{
    /// <summary>The machine that its content moves with.</summary>
    Master,

    /// <summary>A machine that cannot be migrated with it.</summary>
    Peer,
}

/// <summary>What the guest sees of a shared memory.</summary>
public enum SharedMemoryModel
{
    /// <summary>The device of old QEMUs.</summary>
    [XmlEnum("ivshmem")]
    Ivshmem,

    /// <summary>Memory alone.</summary>
    [XmlEnum("ivshmem-plain")]
    Plain,

    /// <summary>Memory and interrupts, by a server.</summary>
    [XmlEnum("ivshmem-doorbell")]
    Doorbell,
}
