using System.Runtime.InteropServices;
using System.Text;

namespace Pando.Linux.Networking;

/// <summary>
/// A tap: a network device whose other end is a program (linux/if_tun.h). It is gone when its last descriptor is closed,
/// so that nothing is left of it whatever happens.
/// </summary>
public static class TapDevice
{
    /// <summary>What taps are made with.</summary>
    public const string Node = "/dev/net/tun";

    private const nuint TunSetIff = 0x400454ca;
    private const nuint TunSetOwner = 0x400454cc;
    private const nuint TunGetFeatures = 0x800454cf;
    private const ushort Tap = 0x0002;
    private const ushort NoPacketInfo = 0x1000;
    private const ushort VnetHeader = 0x4000;
    private const ushort MultiQueue = 0x0100;
    private const int NameBytes = 16;

    /// <summary>Makes a tap, or takes up one that is there.</summary>
    /// <param name="name">Its name, or one with <c>%d</c> for which the kernel puts the lowest number that is free.</param>
    /// <param name="queues">How many descriptors it is to have.</param>
    /// <param name="owner">Who else may open it; null is nobody.</param>
    /// <param name="node">What it is made with.</param>
    /// <param name="leavesWorkToHost">Whether packets may come without checksums, and larger than the card takes: what receives them has to know of it.</param>
    /// <returns>The name, and a descriptor for each queue.</returns>
    /// <exception cref="SyscallException">The node cannot be opened, or the kernel says no.</exception>
    public static (string Name, IReadOnlyList<SafeHandle> Queues) Open(string name, int queues, uint? owner = null, string node = Node, bool leavesWorkToHost = true)
    {
        List<SafeHandle> opened = [];
        try
        {
            for (int queue = 0; queue < queues; queue++)
            {
                SafeHandle handle = File.OpenHandle(node, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
                opened.Add(handle);
                // The queues behind the first belong to the very device that the first one made.
                name = Attach(handle, name, (ushort)(Tap | NoPacketInfo | (leavesWorkToHost ? Header(handle) : 0) | (queues > 1 ? MultiQueue : 0)));
            }

            if (owner is { } user)
            {
                Call(opened[0], TunSetOwner, (nint)user, name);
            }

            return (name, opened);
        }
        catch
        {
            opened.ForEach(handle => handle.Dispose());
            throw;
        }
    }

    // The guest's checksums and large packets pass through only behind this header.
    private static unsafe ushort Header(SafeHandle tap)
    {
        uint features = 0;
        using var reference = new DescriptorReference(tap);
        return Libc.ioctl(reference.Number, TunGetFeatures, &features) == 0 ? (ushort)(features & VnetHeader) : (ushort)0;
    }

    private static unsafe string Attach(SafeHandle tap, string name, ushort flags)
    {
        // struct ifreq: the name, the flags, and room for what else it could be.
        byte* request = stackalloc byte[40];
        new Span<byte>(request, 40).Clear();
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length >= NameBytes)
        {
            throw new SyscallException("TUNSETIFF", Errno.EINVAL, name);
        }

        bytes.CopyTo(new Span<byte>(request, NameBytes));
        *(ushort*)(request + NameBytes) = flags;
        using var reference = new DescriptorReference(tap);
        return Libc.ioctl(reference.Number, TunSetIff, request) == 0
            ? Marshal.PtrToStringUTF8((nint)request)!
            : throw SyscallException.Last("TUNSETIFF", name);
    }

    private static void Call(SafeHandle tap, nuint request, nint argument, string name)
    {
        using var reference = new DescriptorReference(tap);
        if (Libc.ioctl(reference.Number, request, argument) != 0)
        {
            throw SyscallException.Last("ioctl", name);
        }
    }
}
