using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A SCSI controller.</summary>
public sealed record ScsiController : ControllerDevice
{
    /// <summary>What it is; null until the host's usual one is filled in.</summary>
    public ScsiControllerModel? Model { get; init; }

    /// <summary>The number of queues (virtio); null leaves it to QEMU.</summary>
    public int? Queues { get; init; }

    /// <summary>How many requests may be under way to one unit (virtio).</summary>
    public int? RequestsOfUnit { get; init; }

    /// <summary>How long a request may be, in sectors (virtio).</summary>
    public int? MostSectors { get; init; }

    /// <summary>Whether the guest's notifications are handled outside of its processors (virtio).</summary>
    public bool? IoEventFd { get; init; }

    /// <summary>The number of the I/O thread that serves it (virtio); null is QEMU's main loop.</summary>
    public int? IoThread { get; init; }

    /// <summary>The rings (virtio).</summary>
    public VirtioOptions Virtio { get; init; } = VirtioOptions.Unsaid;
}

/// <summary>What a SCSI controller is.</summary>
public enum ScsiControllerModel
{
    /// <summary>virtio-scsi.</summary>
    VirtioScsi,

    /// <summary>virtio-scsi in the old form and the modern one.</summary>
    VirtioTransitional,

    /// <summary>virtio-scsi in the modern form only.</summary>
    VirtioNonTransitional,

    /// <summary>LSI 53C895A.</summary>
    [XmlEnum("lsilogic")]
    LsiLogic,

    /// <summary>LSI SAS 1068.</summary>
    [XmlEnum("lsisas1068")]
    LsiSas1068,

    /// <summary>LSI MegaRAID SAS 1078.</summary>
    [XmlEnum("lsisas1078")]
    LsiSas1078,

    /// <summary>VMware's paravirtual controller.</summary>
    [XmlEnum("vmpvscsi")]
    VmwareParavirtual,

    /// <summary>Tekram DC-390.</summary>
    [XmlEnum("dc390")]
    Dc390,

    /// <summary>AMD 53C974.</summary>
    [XmlEnum("am53c974")]
    Am53C974,
}

/// <summary>What follows from the model of a SCSI controller.</summary>
public static class ScsiControllerModels
{
    /// <summary>Whether it is of virtio.</summary>
    public static bool IsVirtio(this ScsiControllerModel model) =>
        model is ScsiControllerModel.VirtioScsi or ScsiControllerModel.VirtioTransitional or ScsiControllerModel.VirtioNonTransitional;
}
