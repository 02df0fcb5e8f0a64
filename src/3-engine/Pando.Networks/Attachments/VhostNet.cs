using System.Runtime.InteropServices;
using Pando.Linux.Files;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;

namespace Pando.Networks.Attachments;

/// <summary>The kernel's own mover of a virtio card's packets. It is used where it opens; a host may have none.</summary>
internal static class VhostNet
{
    private const string Node = "/dev/vhost-net";

    public static IReadOnlyList<SafeHandle> Open(AttachmentRequest request, int queues)
    {
        var card = request.Interface;
        if (card.Driver.Name == InterfaceDriverName.Qemu || card.Model?.IsVirtio() == false)
        {
            return [];
        }
        List<SafeHandle> opened = [];
        try
        {
            for (var queue = 0; queue < queues; queue++)
            {
                opened.Add(PathWalk.OpenDevice(card.Backend.VhostPath ?? Node, FileAccess.ReadWrite));
            }
            return opened;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            opened.ForEach(handle => handle.Dispose());
            return card.Driver.Name == InterfaceDriverName.Vhost ? throw AttachmentRules.Refused("driver name='vhost'", "no-vhost", request) : [];
        }
    }
}
