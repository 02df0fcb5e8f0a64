using System.Globalization;
using Pando.Host.Files;
using Pando.Host.Memory;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Does memory come in pages of 2 MiB?</summary>
internal sealed class HugePagesCheck : IHostCheck
{
    private static readonly Finding On = new("huge-pages.on", CheckStatus.Pass);
    private static readonly Finding Off = new("huge-pages.off", CheckStatus.Warn);
    private static readonly Finding Unknown = new("huge-pages.unknown", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        string? mode = TransparentHugePages.Mode(host.Files);
        MemInfo memory = MemInfo.Of(host.Files);
        return mode switch
        {
            null => Unknown.Now(),
            "never" => Off.Now(),
            _ => On.Now(("mode", mode), ("count", Text(memory["HugePages_Total"])), ("size", Text(memory["Hugepagesize"]))),
        };
    }

    private static string Text(long? value) => (value ?? 0).ToString(CultureInfo.InvariantCulture);
}
