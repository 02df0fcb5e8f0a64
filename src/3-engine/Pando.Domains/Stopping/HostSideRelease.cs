using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains.Stopping;

/// <summary>Takes down what was made on the host for a machine, and gives its devices back. What is gone already is no error.</summary>
internal sealed class HostSideRelease(DomainServices services)
{
    public Task ReleaseAsync(TakenHostSide side, CancellationToken cancellationToken) =>
        ReleaseAsync(side.Attachments ?? [], side.Devices ?? [], side.Files ?? [], cancellationToken);

    public async Task ReleaseAsync(IReadOnlyList<AttachmentRecord> attachments, IReadOnlyList<HostDeviceRecord> devices, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            File.Delete(file);
        }
        foreach (var attachment in attachments)
        {
            await services.Networks.ReleaseAsync(attachment, cancellationToken);
        }
        foreach (var device in devices)
        {
            await services.HostDevices.ReleaseAsync(device, cancellationToken);
        }
    }
}
