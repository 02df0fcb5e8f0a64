namespace Pando.Model.Domains.Devices;

/// <summary>
/// A USB device of the host. It is found by everything that is said about it: what it is (vendor and product), which
/// one it is (serial number), where it is plugged in (bus and port), or as what it was counted (bus and device).
/// </summary>
public sealed record HostUsbDevice : HostDevice
{
    /// <summary>The vendor's number; null says nothing.</summary>
    public int? Vendor { get; init; }

    /// <summary>The product's number; there when the vendor's is.</summary>
    public int? Product { get; init; }

    /// <summary>The serial number that the device tells; null says nothing.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The number of the bus; null says nothing.</summary>
    public int? Bus { get; init; }

    /// <summary>The number on the bus, a new one each time it is plugged in; null says nothing.</summary>
    public int? DeviceNumber { get; init; }

    /// <summary>The port, with those of hubs before it: <c>1.4</c>; null says nothing.</summary>
    public string? Port { get; init; }

    /// <summary>What an absent device means; null is that the machine does not start.</summary>
    public StartupPolicy? StartupPolicy { get; init; }

    /// <summary>What a reset by the guest does to the device itself; null leaves it to QEMU.</summary>
    public GuestReset? GuestReset { get; init; }
}

/// <summary>What a reset by the guest does to a USB device.</summary>
public enum GuestReset
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>It is reset when the guest sees it for the first time only.</summary>
    Uninitialized,

    /// <summary>It is reset each time.</summary>
    On,
}
