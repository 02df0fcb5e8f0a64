namespace Pando.Model.Domains.Devices;

/// <summary>A SCSI device of the host, which takes the guest's commands itself.</summary>
public sealed record HostScsiDevice : HostDevice
{
    /// <summary>Which device.</summary>
    public required HostScsiSource Source { get; init; }

    /// <summary>Whether the kernel looks through the commands; null leaves it to the host.</summary>
    public bool? FilterCommands { get; init; }

    /// <summary>Whether the guest may send any command (CAP_SYS_RAWIO).</summary>
    public bool? RawIo { get; init; }

    /// <summary>Whether the guest may not write it.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether other machines may have it at the same time.</summary>
    public bool Shareable { get; init; }
}

/// <summary>Which SCSI device.</summary>
public abstract record HostScsiSource
{
    private protected HostScsiSource() { }
}

/// <summary>One on an adapter of the host.</summary>
/// <param name="Adapter">The adapter, such as <c>scsi_host2</c>.</param>
/// <param name="Bus">Its channel.</param>
/// <param name="Target">The target.</param>
/// <param name="Unit">The logical unit.</param>
public sealed record AdapterScsiSource(string Adapter, int Bus, int Target, int Unit) : HostScsiSource;

/// <summary>One on an iSCSI server, which QEMU itself speaks to.</summary>
/// <param name="Target">Target, server and login, as a disk has them.</param>
public sealed record IscsiScsiSource(NetworkSource Target) : HostScsiSource;
