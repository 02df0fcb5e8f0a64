using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Networks.Dnsmasq;

/// <summary>What dnsmasq(8) is told of a network: the lines of its configuration file, of its fixed hosts and of its names.</summary>
/// <param name="Main">The configuration.</param>
/// <param name="Hosts">Addresses of certain guests, a line each (<c>--dhcp-hostsfile</c>).</param>
/// <param name="Names">Names of addresses, as in hosts(5) (<c>--addn-hosts</c>).</param>
internal sealed record DnsmasqConfiguration(IReadOnlyList<string> Main, IReadOnlyList<string> Hosts, IReadOnlyList<string> Names)
{
    // dnsmasq's own; said, because some versions do without a lease time on ranges and others do not.
    private const string EndlessLease = "infinite";

    /// <summary>Whether a network needs a server: it answers names, gives addresses, or announces a prefix.</summary>
    public static bool IsNeeded(NetworkDefinition network) =>
        network is { MakesBridge: true, Addresses.IsEmpty: false }
        && (network.Dns?.Enabled != false || network.Addresses.Items.Any(static address => address.Dhcp is not null || address.TftpRoot is not null || IsIPv6(address)));

    public static DnsmasqConfiguration Of(NetworkDefinition network, DnsmasqFiles files)
    {
        var main = new List<string>
        {
            "strict-order",
            // The host's own names are none of the guests' business, and its files are not read twice.
            "no-hosts",
            "except-interface=lo",
            // Bound to this bridge only, also while its addresses come and go.
            "bind-dynamic",
            $"interface={network.Bridge!.Name}",
            $"pid-file={files.Pid}",
            $"dhcp-leasefile={files.Leases}",
        };
        AddNames(main, network, files);
        if (network.Forward is null)
        {
            // Nobody routes here: no default route, no answers about the world.
            main.Add("dhcp-option=3");
            main.Add("no-resolv");
        }
        foreach (var address in network.Addresses.Items)
        {
            AddAddress(main, address);
        }
        if (network.Addresses.Items.Any(static address => address.Dhcp is not null))
        {
            // A guest is its card: an identifier that it makes up could be another's, whose lease it would then have, and guests that
            // were copied from one another have the same.
            main.Add("dhcp-ignore-clid");
            main.Add("dhcp-no-override");
            main.Add("dhcp-authoritative");
            main.Add($"dhcp-hostsfile={files.Hosts}");
            main.Add(string.Create(CultureInfo.InvariantCulture, $"dhcp-lease-max={LeaseLimit(network)}"));
        }
        if (network.Addresses.Items.Any(IsIPv6))
        {
            main.Add("enable-ra");
            if (network.Forward is null)
            {
                // As usual often, and for no time at all: the host is nobody's router here.
                main.Add($"ra-param={network.Bridge.Name},0,0");
            }
        }
        main.AddRange(network.DnsmasqOptions.Items);
        var configuration = new DnsmasqConfiguration(
            main, [.. FixedHosts(network)], [.. (network.Dns?.Hosts ?? []).Items.Select(static host => $"{host.Address} {string.Join(' ', host.Names.Items)}")]);
        return configuration.TwoLines() is { } wrong
            ? throw new CallerException(ErrorCodes.Network.CannotServe, ("network", network.Name), ("what", wrong.ReplaceLineEndings(" ")))
            : configuration;
    }

    /// <summary>A value with the end of a line in it would be a second setting that nobody asked for.</summary>
    private string? TwoLines() => Main.Concat(Hosts).Concat(Names).FirstOrDefault(static line => line.AsSpan().ContainsAny('\n', '\r', '\0'));

    private static void AddNames(List<string> main, NetworkDefinition network, DnsmasqFiles files)
    {
        var dns = network.Dns ?? new NetworkDns();
        if (dns.Enabled == false)
        {
            main.Add("port=0");
            return;
        }
        main.Add($"addn-hosts={files.Names}");
        if (dns.ForwardsPlainNames == false)
        {
            main.Add("domain-needed");
        }
        if (dns.Forwarders.Items.Any(static forwarder => forwarder is { Address: not null, Domain: null }))
        {
            main.Add("no-resolv");
        }
        main.AddRange(dns.Forwarders.Items.Select(static forwarder => forwarder.Domain is { } domain ? $"server=/{domain}/{forwarder.Address ?? "#"}" : $"server={forwarder.Address}"));
        if (network.Domain is { } own)
        {
            if (own.LocalOnly == true)
            {
                main.Add($"local=/{own.Name}/");
            }
            main.Add($"domain={own.Name}");
            main.Add("expand-hosts");
        }
        main.AddRange(network.Addresses.Items.Where(static address => address.LocalPointers == true).Select(static address => $"local=/{ReverseZone.Of(address.Network())}/"));
        main.AddRange(dns.Texts.Items.Select(static text => $"txt-record={text.Name},\"{text.Value}\""));
        main.AddRange(dns.Services.Items.Select(service => Service(service, network)));
    }

    private static string Service(DnsService service, NetworkDefinition network)
    {
        var name = $"_{service.Service}._{service.Protocol.ToString().ToLowerInvariant()}" + ((service.Domain ?? network.Domain?.Name) is { } domain ? $".{domain}" : string.Empty);
        return service.Target is null
            ? $"srv-host={name}"
            : string.Create(CultureInfo.InvariantCulture, $"srv-host={name},{service.Target},{service.Port ?? 1},{service.Priority ?? 0},{service.Weight ?? 0}");
    }

    private static void AddAddress(List<string> main, NetworkAddress address)
    {
        var subnet = address.Network();
        if (address.TftpRoot is { } root)
        {
            main.Add("enable-tftp");
            main.Add($"tftp-root={root}");
        }
        if (address.Dhcp is not { } dhcp)
        {
            if (IsIPv6(address))
            {
                main.Add($"dhcp-range={subnet.BaseAddress},ra-only");
            }
            return;
        }
        foreach (var range in dhcp.Ranges.Items)
        {
            main.Add($"dhcp-range={range.First},{range.Last},{Mask(subnet)}{Lease(range.Lease)}");
        }
        if (dhcp.Ranges.IsEmpty)
        {
            // Only those that have an address of their own are served.
            main.Add($"dhcp-range={subnet.BaseAddress},static{(IsIPv6(address) ? $",{subnet.PrefixLength}" : string.Empty)}");
        }
        if (dhcp.Boot is { } boot)
        {
            main.Add(boot.Server is { } server ? $"dhcp-boot={boot.File},,{server}" : $"dhcp-boot={boot.File}");
        }
    }

    private static IEnumerable<string> FixedHosts(NetworkDefinition network) =>
        from address in network.Addresses.Items
        from host in (address.Dhcp?.Hosts ?? []).Items
        select string.Join(',', new[]
        {
            host.Mac?.ToString(),
            host.ClientId is { } id ? $"id:{id}" : null,
            IsIPv6(address) ? $"[{host.Address}]" : host.Address,
            host.Name,
        }.OfType<string>()) + Lease(host.Lease);

    // As many as there are addresses to give: dnsmasq's own limit of 1,000 is less than a /22 has.
    private static long LeaseLimit(NetworkDefinition network) =>
        network.Addresses.Items.Sum(static address =>
            (address.Dhcp?.Ranges ?? []).Items.Sum(static range => RangeSize.Of(range.First, range.Last)) + (address.Dhcp?.Hosts ?? []).Items.Length);

    private static string Mask(IPNetwork subnet)
    {
        if (subnet.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return subnet.PrefixLength.ToString(CultureInfo.InvariantCulture);
        }
        var mask = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(mask, subnet.PrefixLength == 0 ? 0 : uint.MaxValue << (32 - subnet.PrefixLength));
        return new IPAddress(mask).ToString();
    }

    private static string Lease(DhcpLease? lease) => lease switch
    {
        null => string.Empty,
        { Expiry: 0 } => "," + EndlessLease,
        _ => string.Create(CultureInfo.InvariantCulture, $",{lease.Seconds}s"),
    };

    private static bool IsIPv6(NetworkAddress address) => IPAddress.Parse(address.Address).AddressFamily == AddressFamily.InterNetworkV6;
}
