using Pando.Host.Files;
using Pando.Model;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Host.Memory;

/// <summary>The memory of the host that this process runs on.</summary>
/// <param name="root">Where /proc and /sys are found: tests point it at a made-up tree.</param>
public sealed class LocalMemory(string root = "/") : IHostMemory
{
    private readonly HostFiles _files = new(root);

    /// <inheritdoc/>
    public HostMemory Read() => new(MergedPagesFiles.Read(_files), TransparentHugePages.Mode(_files), HugePageFiles.Read(_files).ToEquatableArray());

    /// <inheritdoc/>
    public HostMemory Change(MergedPagesChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        MergedPagesFiles.Change(_files, change);
        return Read();
    }

    /// <inheritdoc/>
    public HostMemory SetHugePages(int? node, long pageKiB, long count)
    {
        HugePageFiles.Set(_files, node, pageKiB, count);
        return Read();
    }
}
