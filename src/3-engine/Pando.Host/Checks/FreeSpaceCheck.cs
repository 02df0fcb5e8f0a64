using System.Globalization;
using Pando.Linux.Files;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Is there room where this instance keeps its things? The folder with the least says it.</summary>
internal sealed class FreeSpaceCheck : IHostCheck
{
    private const double GiB = 1L << 30;
    private const long Low = 10L << 30;

    // Below this, not even a machine's state and log can be relied upon.
    private const long Full = 64L << 20;

    private static readonly Finding Enough = new("free-space.enough", CheckStatus.Pass);
    private static readonly Finding LowSpace = new("free-space.low", CheckStatus.Warn);
    private static readonly Finding FullSpace = new("free-space.full", CheckStatus.Fail);
    private static readonly Finding ReadOnly = new("free-space.read-only", CheckStatus.Fail);
    private static readonly Finding Unknown = new("free-space.unknown", CheckStatus.Warn);

    public async ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        HostCheckItem lib = await LookAsync(host, host.Settings.Paths.Lib, cancellationToken);
        HostCheckItem log = await LookAsync(host, host.Settings.Paths.Log, cancellationToken);
        return log.Status > lib.Status ? log : lib;
    }

    private static async Task<HostCheckItem> LookAsync(HostView host, string folder, CancellationToken cancellationToken)
    {
        try
        {
            FileSystemSpace space = await host.Inquiry.SpaceAsync(folder, cancellationToken);
            Finding finding = space switch
            {
                { IsReadOnly: true } => ReadOnly,
                { AvailableBytes: < Full } => FullSpace,
                { AvailableBytes: < Low } => LowSpace,
                _ => Enough,
            };
            return finding.With(("path", folder), ("free", InGiB(space.AvailableBytes)), ("total", InGiB(space.TotalBytes)));
        }
        catch (IOException failure)
        {
            return Unknown.With(("path", folder), ("detail", failure.Message));
        }
    }

    private static string InGiB(long bytes) => (bytes / GiB).ToString("0.#", CultureInfo.InvariantCulture);
}
