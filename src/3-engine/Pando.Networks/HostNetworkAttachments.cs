using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks.Attachments;

namespace Pando.Networks;

/// <summary>What a Linux host offers without a virtual network: taps, taps on its bridges, macvtaps on its cards.</summary>
public sealed class HostNetworkAttachments : INetworkAttachments
{
    /// <inheritdoc/>
    public async ValueTask<OpenedInterface?> AttachAsync(
        AttachmentRequest request, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(note);
        AttachmentRules.Check(request);
        try
        {
            // The kernel answers while it is asked: nothing here waits.
            return request.Interface.Source switch
            {
                BridgeSource bridge => BridgeAttachment.Attach(bridge, request),
                EthernetSource ethernet => EthernetAttachment.Attach(ethernet, request),
                DirectSource direct => await DirectAttachment.AttachAsync(direct, request, note),
                _ => null,
            };
        }
        catch (Exception e) when (e is SyscallException or IOException or UnauthorizedAccessException)
        {
            throw Refused(request, e);
        }
    }

    /// <inheritdoc/>
    public ValueTask MoveAsync(AttachmentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AttachmentRules.Check(request);
        try
        {
            if (request.Interface.Source is BridgeSource bridge)
            {
                BridgeAttachment.Move(bridge, request);
            }
            return ValueTask.CompletedTask;
        }
        catch (SyscallException e)
        {
            throw Refused(request, e);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(AttachmentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        try
        {
            if (record.Kind == DirectAttachment.Kind)
            {
                DirectAttachment.Release(record);
            }
            return ValueTask.CompletedTask;
        }
        catch (SyscallException e)
        {
            throw new MachineryException(
                ErrorCodes.Network.Refused, e, ("name", "—"), ("device", record.Device), ("what", e.Call), ("reason", e.Message));
        }
    }

    private static MachineryException Refused(AttachmentRequest request, Exception e) => new(
        ErrorCodes.Network.Refused, e,
        ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("what", (e as SyscallException)?.Call ?? "open"), ("reason", e.Message));
}
