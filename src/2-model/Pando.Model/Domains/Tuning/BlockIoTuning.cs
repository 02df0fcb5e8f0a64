namespace Pando.Model.Domains;

/// <summary>How much of the host's disks a machine's process gets (the kernel's io controller).</summary>
public sealed record BlockIoTuning
{
    /// <summary>The weight against other machines (100…1000).</summary>
    public int? Weight { get; init; }

    /// <summary>What it gets of single disks of the host.</summary>
    public EquatableArray<BlockIoDeviceTuning> Devices { get; init; }
}

/// <summary>What a machine's process gets of one disk of the host; null and 0 are no limit.</summary>
public sealed record BlockIoDeviceTuning
{
    /// <summary>The disk of the host: <c>/dev/sda</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The weight against other machines (100…1000).</summary>
    public int? Weight { get; init; }

    /// <summary>Reads a second.</summary>
    public long? ReadsPerSecond { get; init; }

    /// <summary>Writes a second.</summary>
    public long? WritesPerSecond { get; init; }

    /// <summary>Bytes read a second.</summary>
    public long? ReadBytesPerSecond { get; init; }

    /// <summary>Bytes written a second.</summary>
    public long? WriteBytesPerSecond { get; init; }
}
