using Pando.Linux.Networking;
using Pando.Model.Jobs;

namespace Pando.Networks.HostNetwork;

/// <summary>The host's network devices as the kernel has them, and the change that waits.</summary>
/// <param name="Devices">The devices, by name.</param>
/// <param name="Pending">The change that waits to be confirmed.</param>
public sealed record HostNetworkView(IReadOnlyList<HostDeviceView> Devices, PendingChangeView? Pending);

/// <summary>One device.</summary>
/// <param name="Link">The device.</param>
/// <param name="Master">The bridge or bond that it belongs to.</param>
/// <param name="Lower">The device that it stands on.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Routes">The routes through it.</param>
public sealed record HostDeviceView(NetworkLink Link, string? Master, string? Lower, IReadOnlyList<DeviceAddress> Addresses, IReadOnlyList<DeviceRoute> Routes)
{
    /// <summary>The number of its VLAN.</summary>
    public int? Vlan { get; init; }

    /// <summary>How it works, where it is a bond.</summary>
    public BondSettings? Bond { get; init; }

    /// <summary>How it works, where it is a bridge of the kernel's.</summary>
    public BridgeSettings? Bridge { get; init; }

    /// <summary>Whether Pando made it for good.</summary>
    public bool IsMadeHere { get; init; }
}

/// <summary>A change that is in force and waits to be confirmed.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Change">What was asked for.</param>
/// <param name="Until">When it is taken back.</param>
/// <param name="ManagedBy">What manages the devices on this host, and is written when it is confirmed; null: nobody that is known, the change ends with the host's run.</param>
/// <param name="Files">The files that are written then.</param>
/// <param name="HasLentAddress">Whether an address was moved that was lent: whoever borrowed it goes on asking at the old place until the host starts anew.</param>
public sealed record PendingChangeView(JobId Job, HostNetworkChange Change, DateTimeOffset Until, string? ManagedBy, IReadOnlyList<string> Files, bool HasLentAddress);
