using Pando.Linux.Spawn;
using Pando.Model;

namespace Pando.Storage;

/// <summary>What storage is told about the instance that it works for.</summary>
/// <param name="Paths">Where the instance keeps its things.</param>
public sealed record StorageSettings(InstancePaths Paths)
{
    /// <summary>The unprivileged user that QEMU's programs run as; null where we are no root ourselves.</summary>
    public RunAs? QemuUser { get; init; }

    /// <summary>How long a call into a file system may take before it counts as not answering.</summary>
    public TimeSpan FileSystemLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a listing waits for a fresh look at a pool before it answers with the last one.</summary>
    public TimeSpan FreshnessLimit { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Where programs are looked for, whatever the daemon's own PATH is.</summary>
    public string ProgramPath { get; init; } = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The largest image that is imported.</summary>
    public long ImportLimitBytes { get; init; } = 2L << 40;
}
