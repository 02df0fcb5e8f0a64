using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Memory that machines share (ivshmem).</summary>
internal static class SharedMemoryArguments
{
    public static IEnumerable<QemuArgument> Of(SharedMemoryDevice shmem, ArgumentContext context)
    {
        string alias = ArgumentContext.Alias(shmem);
        string? master = shmem.Role switch { null => null, SharedMemoryRole.Master => "on", _ => "off" };
        switch (shmem.Model)
        {
            case SharedMemoryModel.Plain:
                string memory = $"shmmem-{alias}";
                yield return JsonForm.Object("memory-backend-file", memory)
                    .Add("mem-path", NamedMemory.PathOf(shmem))
                    .Add("size", NamedMemory.SizeOf(shmem))
                    .Add("share", true)
                    .As("-object");
                yield return context.Device("ivshmem-plain", shmem).Add("memdev", memory).Add("master", master).At(shmem, context).As("-device");
                break;
            case SharedMemoryModel.Doorbell:
                yield return new KeyValueForm("socket").Add("id", $"char{alias}").Add("path", Socket(shmem)).As("-chardev");
                yield return context.Device("ivshmem-doorbell", shmem)
                    .Add("chardev", $"char{alias}")
                    .Add("vectors", shmem.Interrupts?.Vectors)
                    .Add("ioeventfd", shmem.Interrupts?.IoEventFd)
                    .Add("master", master)
                    .At(shmem, context)
                    .As("-device");
                break;
            default:
                // QEMU 4 was the last one that had it.
                yield return context.Device("ivshmem", shmem).As("-device");
                break;
        }
    }

    private static string Socket(SharedMemoryDevice shmem) => shmem.Server?.Path ?? $"/var/lib/libvirt/shmem-{shmem.Name}-sock";
}
