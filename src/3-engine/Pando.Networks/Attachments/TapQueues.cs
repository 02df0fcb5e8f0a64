using System.Runtime.InteropServices;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Networks.Attachments;

/// <summary>A new tap for one interface.</summary>
internal static class TapQueues
{
    /// <summary>For which the kernel puts the lowest number that is free, as with libvirt.</summary>
    private const string MadeName = "vnet%d";

    /// <summary>The address of the host's end: the guest's, with a first byte that no bridge takes for its own lowest.</summary>
    private const long HostOctet = 0xfe;
    private const int OctetAt = 40;

    public static (string Name, IReadOnlyList<SafeHandle> Queues) Make(NetworkLinks links, AttachmentRequest request, bool leavesWorkToHost = true)
    {
        var card = request.Interface;
        if (card.TargetDevice is { } wanted && links.Find(wanted) is not null)
        {
            throw new CallerException(
                ErrorCodes.Network.DeviceTaken, ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("target", wanted));
        }
        return TapDevice.Open(card.TargetDevice ?? MadeName, card.Driver.Queues ?? 1, request.Owner, card.Backend.TapPath ?? TapDevice.Node, leavesWorkToHost);
    }

    public static long? HostMac(MacAddress? guest) =>
        guest is { } mac ? (mac.Value & ((1L << OctetAt) - 1)) | (HostOctet << OctetAt) : null;

    public static OpenedInterface Opened(AttachmentRequest request, string name, IReadOnlyList<SafeHandle> queues, AttachmentRecord? record = null) =>
        new(request.Interface with { TargetDevice = name }, queues, VhostNet.Open(request, queues.Count), record);
}
