using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices;

/// <summary>A virtio video card that a process of its own draws.</summary>
internal static class VhostUserVideoArguments
{
    public static IEnumerable<QemuArgument> Of(VideoDevice video, bool primary, ArgumentContext context)
    {
        // QEMU 7.2 "requires kvm" for it: the process is woken by the kernel.
        if (!context.UsesKvm)
        {
            throw Refused(video, "qemu.reason.vhost-user-gpu");
        }

        if (!SharedMemory.IsOf(context.Definition))
        {
            throw Refused(video, "qemu.reason.needs-shared-memory");
        }

        string chardev = $"chr-vu-{ArgumentContext.Alias(video)}";
        JsonForm card = context.Device(primary ? "vhost-user-vga" : "vhost-user-gpu-pci", video)
            .Add(video.Virtio)
            .Add("max_outputs", video.Heads)
            .Add("chardev", chardev);
        if (video.Resolution is { } size)
        {
            card.Add("xres", size.Width).Add("yres", size.Height);
        }

        return [ConnectionArguments.Of(video, chardev, context), card.At(video, context).As("-device")];
    }

    private static CallerException Refused(VideoDevice video, string reason) =>
        new(ErrorCodes.Qemu.CannotExpress, ("what", ArgumentContext.Alias(video)), ("reason", reason));
}
