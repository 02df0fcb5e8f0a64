using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains.Starting;

/// <summary>What stays on the host, gathered while it is made.</summary>
internal sealed class HostSideRecords
{
    private readonly List<AttachmentRecord> _attachments = [];
    private readonly List<HostDeviceRecord> _devices = [];
    private readonly List<string> _files = [];
    private readonly List<Overlay> _overlays = [];

    public TakenHostSide All => new() { Attachments = [.. _attachments], Devices = [.. _devices], Files = [.. _files], Overlays = [.. _overlays] };

    public void Add(string file) => _files.Add(file);

    public void Add(Overlay overlay) => _overlays.Add(overlay);

    public void AddIfNotNull(AttachmentRecord? record)
    {
        if (record is not null)
        {
            _attachments.Add(record);
        }
    }

    public void AddIfNotNull(HostDeviceRecord? record)
    {
        if (record is not null)
        {
            _devices.Add(record);
        }
    }
}
