using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Can a QEMU be shown only the files that it needs?</summary>
internal sealed class MountsCheck : IHostCheck
{
    private static readonly Finding Own = new("mounts.own", CheckStatus.Pass);
    private static readonly Finding Refused = new("mounts.refused", CheckStatus.Warn);
    private static readonly Finding NotRoot = new("mounts.not-root", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken) => host.Inquiry.CanOwnMounts() switch
    {
        null => NotRoot.Now(),
        false => Refused.Now(),
        true => Own.Now(),
    };
}
