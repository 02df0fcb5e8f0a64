using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Sockets between guest and host (vhost-vsock). The descriptor has the guest's number already.</summary>
internal static class VsockArguments
{
    public static IEnumerable<QemuArgument> Of(VsockDevice? vsock, ArgumentContext context) => vsock is null ? [] :
    [
        context.Device(VirtioArguments.Driver("vhost-vsock-pci", vsock.Model), vsock)
            .Add("guest-cid", vsock.Cid)
            .Add("vhostfd", context.Table.Add(context.File(vsock)).ToString(CultureInfo.InvariantCulture))
            .Add(vsock.Virtio)
            .At(vsock, context)
            .As("-device"),
    ];
}
