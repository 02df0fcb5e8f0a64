using Pando.Model.Host;
using Pando.Model.Networks;

namespace Pando.Host.Checks;

/// <summary>Does firewalld run, which rejects what it does not know, and where are the bridges of networks in it?</summary>
internal sealed class FirewalldCheck : IHostCheck
{
    private const string Program = "/usr/sbin/firewalld";

    private static readonly Finding None = new("firewalld.none", CheckStatus.Pass);
    private static readonly Finding Stopped = new("firewalld.stopped", CheckStatus.Pass);
    private static readonly Finding Runs = new("firewalld.runs", CheckStatus.Pass);
    private static readonly Finding ZoneToCome = new("firewalld.zone-to-come", CheckStatus.Pass);
    private static readonly Finding Silent = new("firewalld.silent", CheckStatus.Warn);

    public async ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        try
        {
            if (await host.Inquiry.FirewalldZonesAsync(cancellationToken) is { } zones)
            {
                return (zones.Contains(NetworkBridge.UsualZone, StringComparer.Ordinal) ? Runs : ZoneToCome).With(("zone", NetworkBridge.UsualZone));
            }
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            return Silent.With(("detail", e.Message));
        }
        return host.Files.Exists(Program) ? Stopped.With() : None.With();
    }
}
