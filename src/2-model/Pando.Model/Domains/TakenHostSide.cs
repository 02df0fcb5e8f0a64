using Pando.Model.Ports;

namespace Pando.Model.Domains;

/// <summary>What stays on the host when a machine's process is gone, until it is released.</summary>
public sealed record TakenHostSide
{
    /// <summary>Nothing.</summary>
    public static readonly TakenHostSide Nothing = new();

    /// <summary>Ends of interfaces that do not go away with their descriptors.</summary>
    public IReadOnlyList<AttachmentRecord>? Attachments { get; init; }

    /// <summary>Devices to be given back.</summary>
    public IReadOnlyList<HostDeviceRecord>? Devices { get; init; }

    /// <summary>Files that are of one run only.</summary>
    public IReadOnlyList<string>? Files { get; init; }
}
