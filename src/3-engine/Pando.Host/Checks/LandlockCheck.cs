using System.Globalization;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Can a process give up all files but its own?</summary>
internal sealed class LandlockCheck : IHostCheck
{
    private static readonly Finding On = new("landlock.on", CheckStatus.Pass);
    private static readonly Finding Off = new("landlock.off", CheckStatus.Warn);
    private static readonly Finding Missing = new("landlock.missing", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken) => host.Inquiry.LandlockVersion() switch
    {
        null => Missing.Now(),
        0 => Off.Now(),
        var version => On.Now(("abi", version.Value.ToString(CultureInfo.InvariantCulture))),
    };
}
