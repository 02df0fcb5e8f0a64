using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Who owns the tree of control groups: systemd, which is asked for a scope, or nobody.</summary>
internal sealed class SystemdCheck : IHostCheck
{
    private static readonly Finding Scopes = new("systemd.scopes", CheckStatus.Pass);
    private static readonly Finding Direct = new("systemd.direct", CheckStatus.Pass);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken) =>
        host.Files.Exists("/run/systemd/system") ? Scopes.Now() : Direct.Now();
}
