using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Arguments;

/// <summary>
/// A file that is memory of a guest. QEMU opens it by its name alone (<c>mem-path</c> takes no descriptor), and would make it where it
/// is missing: for that it would need the whole directory.
/// </summary>
/// <param name="Alias">The device's.</param>
/// <param name="Path">Where it is.</param>
/// <param name="SizeBytes">How large it is made where it is missing.</param>
/// <param name="Use">How it is shared with other machines.</param>
/// <param name="KeepsOwner">Whether it stays its owner's while the machine runs, because others of the host use it, too.</param>
public sealed record NamedMemory(string Alias, string Path, long SizeBytes, FileUse Use, bool KeepsOwner)
{
    private const long BytesPerKiB = 1024;

    /// <summary>All of a machine's, in which every device has its alias.</summary>
    public static IEnumerable<NamedMemory> Of(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Devices.SharedMemories.Items.Where(static shmem => shmem.Model == SharedMemoryModel.Plain)
            .Select(static shmem => new NamedMemory(ArgumentContext.Alias(shmem), PathOf(shmem), SizeOf(shmem), FileUse.SharedWrite, KeepsOwner: true))
            .Concat(definition.Devices.Memories.Items.Where(static memory => memory.Path is not null).Select(static memory => new NamedMemory(
                ArgumentContext.Alias(memory), memory.Path!, memory.SizeKiB * BytesPerKiB, UseOf(memory), KeepsOwner: false)));
    }

    /// <summary>Where shared memory lies that has no server (shm_overview(7)).</summary>
    internal static string PathOf(SharedMemoryDevice shmem) => string.Create(CultureInfo.InvariantCulture, $"/dev/shm/{shmem.Name}");

    /// <summary>Four MiB where nothing is said, as with libvirt.</summary>
    internal static long SizeOf(SharedMemoryDevice shmem)
    {
        const long mib = 1 << 20;
        return (shmem.SizeMiB ?? 4) * mib;
    }

    private static FileUse UseOf(MemoryDevice memory) =>
        memory.ReadOnly ? FileUse.Read : memory.Access == MemoryDeviceAccess.Shared ? FileUse.SharedWrite : FileUse.Write;
}
