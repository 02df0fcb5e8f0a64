using System.Globalization;
using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host.Devices;

/// <summary>Opens the host's end of a vsock with the guest's number, or with the lowest that is free.</summary>
internal static class VsockTaking
{
    private const ulong MostTried = 65536;

    public static TakenHostDevice Take(VsockDevice vsock, HostDeviceRequest request, HostTree tree)
    {
        var first = (ulong)(vsock.Cid ?? VsockDevice.FirstCid);
        var chosen = vsock.AutoCid == true || vsock.Cid is null;
        var node = Path.Combine(tree.Dev, "vhost-vsock");
        try
        {
            var (cid, handle) = VsockNode.Open(chosen ? VsockDevice.FirstCid : first, chosen ? MostTried : first, node);
            return new TakenHostDevice(vsock with { Cid = (long)cid }, IsAbsent: false) { Handle = handle };
        }
        catch (SyscallException e) when (e.Errno == Errno.EADDRINUSE)
        {
            throw new CallerException(
                ErrorCodes.HostDevice.InUse, e, ("name", request.Machine), ("device", string.Create(CultureInfo.InvariantCulture, $"vsock {first}")), ("user", "vsock"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CallerException(ErrorCodes.HostDevice.Missing, e, ("name", request.Machine), ("device", node));
        }
    }
}
