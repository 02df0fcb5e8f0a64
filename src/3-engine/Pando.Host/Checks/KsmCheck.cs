using System.Globalization;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Are equal pages of machines merged?</summary>
internal sealed class KsmCheck : IHostCheck
{
    private const string Folder = "/sys/kernel/mm/ksm";

    private static readonly Finding On = new("ksm.on", CheckStatus.Pass);
    private static readonly Finding Off = new("ksm.off", CheckStatus.Pass);
    private static readonly Finding Missing = new("ksm.missing", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken) => host.Files.Number($"{Folder}/run") switch
    {
        null => Missing.Now(),
        1 => On.Now(("pages", (host.Files.Number($"{Folder}/pages_sharing") ?? 0).ToString(CultureInfo.InvariantCulture))),
        _ => Off.Now(),
    };
}
