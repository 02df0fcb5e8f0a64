using Microsoft.Extensions.Logging;
using Pando.Linux.Networking;
using Pando.Model;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Firewall;

namespace Pando.Networks;

/// <summary>The network <c>default</c>, made once in the life of a host.</summary>
public sealed partial class NetworkRegistry
{
    /// <summary>
    /// Defines the network <c>default</c>, which starts with the host, on a subnet that the host does not reach yet. Whoever removes
    /// it afterwards is not given another one. A host without the programs that networks need gets it when it has them.
    /// </summary>
    public async Task MakeDefaultAsync(CancellationToken cancellationToken = default)
    {
        var mark = Path.Combine(_services.Paths.Lib, "default-network-made");
        if (File.Exists(mark) || !Nft.IsThere || !DnsmasqServer.IsThere)
        {
            return;
        }
        if (Find(DefaultNetwork.Name) is null)
        {
            IReadOnlyList<HostRoute> routes = [];
            KernelErrors.Of(DefaultNetwork.Name, () => routes = RouteTable.Main());
            var taken = routes.Select(static route => route.Network)
                .Concat(List().SelectMany(static view => view.Definition.Addresses.Items).Select(static address => address.Network()));
            if (DefaultNetwork.Xml(taken) is not { } xml)
            {
                LogNoSubnet();
                return;
            }
            var view = await DefineAsync(xml, null, Caller.Daemon, cancellationToken: cancellationToken);
            await SetAutostartAsync(view.Id, autostart: true, cancellationToken);
        }
        await File.WriteAllTextAsync(mark, string.Empty, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no network 'default': the host reaches every subnet that it could have")]
    private partial void LogNoSubnet();
}
