namespace Pando.Model.Domains.Devices;

/// <summary>A controller: what other devices hang on.</summary>
public abstract record ControllerDevice : Device
{
    private protected ControllerDevice() { }

    /// <summary>Its number among those of its kind; null until it is assigned.</summary>
    public int? Index { get; init; }
}

/// <summary>A SATA (AHCI) controller with six ports.</summary>
public sealed record SataController : ControllerDevice;

/// <summary>An IDE controller with two channels of two drives.</summary>
public sealed record IdeController : ControllerDevice;

/// <summary>A virtio-scsi controller.</summary>
public sealed record ScsiController : ControllerDevice
{
    /// <summary>The number of queues; null leaves it to QEMU.</summary>
    public int? Queues { get; init; }
}

/// <summary>A virtio-serial controller, for channels and virtio consoles.</summary>
public sealed record VirtioSerialController : ControllerDevice
{
    /// <summary>The most ports it can have; null leaves it to QEMU.</summary>
    public int? Ports { get; init; }

    /// <summary>The number of interrupt vectors; null leaves it to QEMU.</summary>
    public int? Vectors { get; init; }
}
