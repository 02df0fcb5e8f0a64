using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices;

/// <summary>A disk whose content a vhost-user server has.</summary>
internal static class VhostUserDiskArguments
{
    public static IEnumerable<QemuArgument> Of(DiskDevice disk, VhostUserSource source, ArgumentContext context)
    {
        if (!SharedMemory.IsOf(context.Definition))
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"disk {disk.TargetName}"), ("reason", "qemu.reason.needs-shared-memory"));
        }

        string chardev = $"chr-vu-{ArgumentContext.Alias(disk)}";
        // Only QEMU itself can connect again.
        yield return source.Reconnect is { Enabled: true, Seconds: { } seconds }
            ? new KeyValueForm("socket").Add("id", chardev).Add("path", source.SocketPath).Add("reconnect", seconds).As("-chardev")
            : ConnectionArguments.Of(disk, chardev, context);
        yield return context.Device(VirtioArguments.Driver("vhost-user-blk-pci", disk.Model), disk)
            .Rings(disk.Driver)
            .At(disk, context)
            .Add("chardev", chardev)
            .Add("bootindex", context.BootIndexOf(disk))
            .As("-device");
    }
}
