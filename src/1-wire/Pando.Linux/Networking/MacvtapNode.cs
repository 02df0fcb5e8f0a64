using System.Globalization;
using System.Runtime.InteropServices;
using Pando.Linux.Files;

namespace Pando.Linux.Networking;

/// <summary>
/// The node of a macvtap, <c>/dev/tapN</c> with N its number. Nodes are the same in every network namespace while
/// numbers are each one's own, so that the node may be another device's: it is opened only as the device that the
/// kernel says the macvtap has.
/// </summary>
public static class MacvtapNode
{
    private const nuint TunSetIff = 0x400454ca;
    private const ushort Flags = 0x0002 | 0x1000 | 0x4000;
    private const ushort MultiQueue = 0x0100;

    /// <summary>Opens it once for each queue.</summary>
    /// <param name="link">The macvtap.</param>
    /// <param name="queues">How many.</param>
    /// <param name="sysfs">Where the kernel's view is: <c>/sys</c>.</param>
    /// <param name="dev">Where nodes are: <c>/dev</c>.</param>
    /// <exception cref="SyscallException">There is none, or it is not this device's.</exception>
    public static IReadOnlyList<SafeHandle> Open(NetworkLink link, int queues, string sysfs = "/sys", string dev = "/dev")
    {
        string node = string.Create(CultureInfo.InvariantCulture, $"{dev}/tap{link.Index}");
        ulong expected = Number(link, sysfs);
        List<SafeHandle> opened = [];
        try
        {
            for (int queue = 0; queue < queues; queue++)
            {
                SafeHandle handle = PathWalk.OpenDevice(node, FileAccess.ReadWrite);
                opened.Add(handle);
                if (FileStatus.Of(handle).DeviceNode != expected)
                {
                    throw new SyscallException("open", Errno.ENODEV, node);
                }

                SetUp(handle, (ushort)(Flags | (queues > 1 ? MultiQueue : 0)), link.Name);
            }

            return opened;
        }
        catch
        {
            opened.ForEach(handle => handle.Dispose());
            throw;
        }
    }

    /// <summary>Major and minor number, as <see cref="FileStatus.DeviceNode"/> has them.</summary>
    private static ulong Number(NetworkLink link, string sysfs)
    {
        string file = Path.Combine(sysfs, "class/net", link.Name, "macvtap", string.Create(CultureInfo.InvariantCulture, $"tap{link.Index}"), "dev");
        string[] parts = File.ReadAllText(file).Trim().Split(':');
        return (ulong.Parse(parts[0], CultureInfo.InvariantCulture) << 32) | ulong.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    private static unsafe void SetUp(SafeHandle tap, ushort flags, string name)
    {
        byte* request = stackalloc byte[40];
        new Span<byte>(request, 40).Clear();
        *(ushort*)(request + 16) = flags;
        using var reference = new DescriptorReference(tap);
        if (Libc.ioctl(reference.Number, TunSetIff, request) != 0)
        {
            throw SyscallException.Last("TUNSETIFF", name);
        }
    }
}
