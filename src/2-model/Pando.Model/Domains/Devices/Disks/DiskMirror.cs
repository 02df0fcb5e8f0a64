using System.Xml.Serialization;

namespace Pando.Model.Domains.Devices;

/// <summary>A copy of a disk that is being made while the guest runs. It belongs to one run and is never asked for.</summary>
public sealed record DiskMirror
{
    /// <summary>What makes it.</summary>
    public required MirrorJob Job { get; init; }

    /// <summary>Where it goes.</summary>
    public required DiskSource Target { get; init; }

    /// <summary>The format of the copy.</summary>
    public DiskFormat? Format { get; init; }

    /// <summary>How far it is; null while it is not equal yet.</summary>
    public MirrorReadiness? Readiness { get; init; }

    /// <summary>The images below the copy.</summary>
    public DiskBacking? Backing { get; init; }
}

/// <summary>What makes a mirror.</summary>
public enum MirrorJob
{
    /// <summary>A copy of the disk.</summary>
    Copy,

    /// <summary>A commit of the image in use into the one below.</summary>
    ActiveCommit,
}

/// <summary>How far a mirror is.</summary>
public enum MirrorReadiness
{
    /// <summary>Equal, and kept so.</summary>
    Yes,

    /// <summary>It is being given up.</summary>
    Abort,

    /// <summary>The guest is just being moved to it.</summary>
    Pivot,
}
