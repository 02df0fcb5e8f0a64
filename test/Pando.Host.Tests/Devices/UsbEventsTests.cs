using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.TestNamespaces;

namespace Pando.Host.Tests.Devices;

/// <summary>What the kernel tells of USB devices: sent through the kernel itself, into a network of the test's own.</summary>
public sealed partial class UsbEventsTests
{
    private const int Netlink = 16;
    private const int Raw = 3;
    private const int Uevents = 15;
    private const ushort AnyType = 16;
    private const ushort Request = 1;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Devices_that_come_and_go_are_told_and_their_interfaces_are_not()
    {
        OwnNetwork.Require();
        using var limit = new CancellationTokenSource(Limit);
        using var tree = new MadeUpTree();
        var host = new HostDevices(tree.Tree, () => OwnNetwork.Run(() =>
        {
            UeventSocket socket = UeventSocket.Open();
            Tell("bind", "1-1/1-1:1.0", "usb", "usb_interface");
            Tell("add", "1-1", "usb", "usb_device");
            Tell("add", "sda", "block", "disk");
            Tell("remove", "1-1.4", "usb", "usb_device");
            return socket;
        }));
        var told = new List<UsbMove>();
        await foreach (UsbMove move in host.WatchUsbAsync(limit.Token))
        {
            told.Add(move);
            if (told.Count == 2)
            {
                break;
            }
        }

        Assert.Equal([new UsbMove(true, "1-1"), new UsbMove(false, "1-1.4")], told);
    }

    [Fact]
    public void The_nodes_of_all_that_can_be_meant_are_found()
    {
        using var tree = new MadeUpTree();
        tree.Usb("1-1", 1, 4, "1", "1234:5678", "A");
        tree.Usb("1-2", 1, 5, "2", "1234:5678", "B");
        var host = new HostDevices(tree.Tree);
        Assert.Equal([Path.Combine(tree.Tree.Dev, "bus/usb/001/005")], host.NodesOf(new HostUsbDevice { SerialNumber = "B" }));
        Assert.Equal([Path.Combine(tree.Tree.Dev, "bus/usb/001/004")], host.NodesOf(new HostUsbDevice { Bus = 1, Port = "1" }));
        Assert.Equal(2, host.NodesOf(new HostUsbDevice { Vendor = 0x1234, Product = 0x5678 }).Count);
        Assert.Empty(host.NodesOf(new HostUsbDevice { SerialNumber = "C" }));
    }

    /// <summary>A message that the kernel passes on to all who listen in this network (net/netlink: uevent_net_rcv).</summary>
    private static unsafe void Tell(string action, string device, string subsystem, string type)
    {
        byte[] text = Encoding.UTF8.GetBytes(
            $"{action}@/devices/pci0000:00/0000:00:14.0/usb1/{device}\0ACTION={action}\0DEVPATH=/devices/pci0000:00/0000:00:14.0/usb1/{device}\0SUBSYSTEM={subsystem}\0DEVTYPE={type}\0");
        byte[] message = new byte[16 + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), AnyType);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), Request);
        text.CopyTo(message, 16);
        int sender = socket(Netlink, Raw, Uevents);
        Assert.True(sender >= 0);
        try
        {
            fixed (byte* start = message)
            {
                // To the kernel, which is number 0.
                byte* kernel = stackalloc byte[12];
                new Span<byte>(kernel, 12).Clear();
                kernel[0] = Netlink;
                Assert.Equal(message.Length, sendto(sender, start, (nuint)message.Length, 0, kernel, 12));
            }
        }
        finally
        {
            _ = close(sender);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint sendto(int socket, byte* message, nuint length, int flags, byte* to, uint toLength);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
