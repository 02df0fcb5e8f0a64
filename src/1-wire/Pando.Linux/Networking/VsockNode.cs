using System.Runtime.InteropServices;
using Pando.Linux.Files;

namespace Pando.Linux.Networking;

/// <summary>The host's end of a guest's vsock (linux/vhost.h). The guest's number is its own as long as this is open.</summary>
public static class VsockNode
{
    private const string Node = "/dev/vhost-vsock";
    private const nuint SetGuestCid = 0x4008af60;

    /// <summary>Opens it with a number.</summary>
    /// <param name="cid">The number, or the first to try.</param>
    /// <param name="last">The last to try.</param>
    /// <param name="node">The node, where it is another.</param>
    /// <returns>The number that the guest has, and the open node.</returns>
    /// <exception cref="SyscallException">The node cannot be opened, or (EADDRINUSE) every number is taken.</exception>
    public static unsafe (ulong Cid, SafeHandle Handle) Open(ulong cid, ulong last, string node = Node)
    {
        SafeHandle handle = PathWalk.OpenDevice(node, FileAccess.ReadWrite);
        try
        {
            using var reference = new DescriptorReference(handle);
            while (Libc.ioctl(reference.Number, SetGuestCid, &cid) != 0)
            {
                if (Marshal.GetLastPInvokeError() != Errno.EADDRINUSE || cid >= last)
                {
                    throw SyscallException.Last("VHOST_VSOCK_SET_GUEST_CID", node);
                }

                cid++;
            }

            return (cid, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
