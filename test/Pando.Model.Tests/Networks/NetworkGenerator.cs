using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Model.Tests.Generators;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Networks;

/// <summary>Networks that could be asked for: all that can stand beside each other.</summary>
internal static class NetworkGenerator
{
    private const string Names = "azAZ09_.-";

    public static Gen<NetworkDefinition> Networks =>
        from forward in Maybe(Forward)
        let own = forward is null or { Mode: ForwardMode.Nat or ForwardMode.Route or ForwardMode.Open }
        from bridge in Bridge(own, forward)
        from addresses in own ? Addresses(forward is null ? 0 : 1) : Gen.Constant<EquatableArray<NetworkAddress>>([])
        from network in Gen.Constant(new NetworkDefinition { Id = new NetworkId(new Guid("09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f")), Name = "n" })
            .With(Line, (n, v) => n with { Name = "a" + v.Replace("/", "", StringComparison.Ordinal) })
            .With(MaybeBool, (n, v) => n with { GuestsSpeakIPv6 = v })
            .With(MaybeBool, (n, v) => n with { TrustGuestFilters = v })
            .With(MaybeNumber(68, 65535), (n, v) => own ? n with { Mtu = v } : n)
            .With(MaybeValue(Gen.Constant(MacAddress.WithQemuPrefix(7))), (n, v) => n with { Mac = v })
            .With(Maybe(Domain), (n, v) => own ? n with { Domain = v } : n)
            .With(Maybe(Dns), (n, v) => own ? n with { Dns = v } : n)
            .With(Maybe(InterfaceGenerators.Vlan), (n, v) => n with { Vlan = v })
            .With(Maybe(InterfaceGenerators.Bandwidth(false)), (n, v) => n with { Bandwidth = v })
            .With(MaybeBool, (n, v) => n with { IsolatedPorts = v })
            .With(Maybe(InterfaceGenerators.Port), (n, v) => n with { VirtualPort = v })
            .With(Several(2, Group), (n, v) => n with { PortGroups = v })
            .With(Several(2, _ => Line), (n, v) => n with { DnsmasqOptions = v })
        select network with { Forward = forward, Bridge = bridge, Addresses = addresses, Routes = addresses.IsEmpty ? [] : [new InterfaceRoute("10.99.0.0", "10.0.0.9", null, null, 16)] };

    private static Gen<NetworkForward> Forward =>
        from mode in Any<ForwardMode>()
        from devices in Several(mode is ForwardMode.Nat or ForwardMode.Route or ForwardMode.User ? 1 : mode is ForwardMode.Open ? 0 : 3, number => Gen.Constant(string.Create(CultureInfo.InvariantCulture, $"eth{number}")))
        from nat in Maybe(Nat)
        from managed in MaybeBool
        from driver in MaybeAny<FunctionDriver>()
        from functions in Several(2, number => Gen.Constant(new PciAddress(4, number)))
        let hosts = mode == ForwardMode.HostDevice
        select new NetworkForward(mode)
        {
            Devices = hosts && !functions.IsEmpty ? [] : devices,
            Functions = hosts ? functions : [],
            PhysicalFunction = hosts && functions.IsEmpty && devices.IsEmpty ? "eth9" : null,
            Managed = hosts ? managed : null,
            Driver = hosts ? driver : null,
            Nat = mode == ForwardMode.Nat ? nat : null,
        };

    private static Gen<NatSettings> Nat =>
        from addresses in Bool
        from ports in Bool
        from six in MaybeBool
        select new NatSettings(addresses ? "192.0.2.1" : null, addresses ? "192.0.2.9" : null, ports ? 1024 : null, ports ? 65535 : null, six);

    private static Gen<NetworkBridge?> Bridge(bool own, NetworkForward? forward) =>
        from name in Maybe(Word("azAZ09_-", 15))
        from zone in Maybe(Word(Names))
        from tree in Bool
        from delay in Gen.Choose(0, 30)
        from owner in MaybeAny<AddressTableOwner>()
        let others = forward is { Mode: ForwardMode.Bridge, Devices.IsEmpty: true } ? name : null
        select own ? new NetworkBridge { Name = name, Zone = zone, SpanningTree = tree, DelaySeconds = delay, TableOwner = owner }
            : others is null && owner is null ? null : new NetworkBridge { Name = others, TableOwner = owner };

    private static Gen<NetworkDomain> Domain => from name in Word(Names) from local in MaybeBool select new NetworkDomain(name, local);

    private static Gen<NetworkDns> Dns =>
        from enabled in MaybeBool
        from plain in MaybeBool
        from forwarders in Several(2, _ => Gen.Elements(new DnsForwarder("192.0.2.1", null), new DnsForwarder(null, "a.example"), new DnsForwarder("2001:db8::1", "b.example")))
        from texts in Several(2, _ => from name in Word(Names) from value in Line select new DnsText(name, value))
        from services in Several(2, _ => Service)
        from hosts in Several(2, _ => Several(2, _ => Word(Names)).Select(names => new DnsHost("192.0.2.7", ["first", .. names.Items])))
        select new NetworkDns { Enabled = enabled, ForwardsPlainNames = plain, Forwarders = forwarders, Texts = texts, Services = services, Hosts = hosts };

    private static Gen<DnsService> Service =>
        from protocol in Any<PortProtocol>()
        from domain in Maybe(Word(Names))
        from target in Maybe(Word(Names))
        from port in MaybeNumber(1, 65535)
        from priority in MaybeNumber(0, 65535)
        select new DnsService("ldap", protocol, domain, target, target is null ? null : port, target is null ? null : priority);

    private static Gen<EquatableArray<NetworkAddress>> Addresses(int least) =>
        from count in Gen.Choose(least, 3)
        from masked in Bool
        from local in MaybeBool
        from root in Maybe(FilePath)
        from four in Maybe(Dhcp4)
        from six in Maybe(Dhcp6)
        let all = new[]
        {
            new NetworkAddress("10.0.0.1") { Netmask = masked ? "255.255.255.0" : null, Prefix = masked ? null : 24, LocalPointers = local, TftpRoot = root, Dhcp = four },
            new NetworkAddress("2001:db8::1") { Family = IpFamily.IPv6, Prefix = 64, Dhcp = six },
            new NetworkAddress("172.16.0.1") { Family = IpFamily.IPv4 },
        }
        select all.Take(count).ToEquatableArray();

    private static Gen<NetworkDhcp> Dhcp4 =>
        from lease in Maybe(Lease)
        from name in Maybe(Word(Names))
        from boot in Gen.Elements(null, new DhcpBoot("pxelinux.0"), new DhcpBoot("a b", "192.0.2.1"))
        from some in Bool
        select new NetworkDhcp
        {
            Ranges = some ? [new DhcpRange("10.0.0.2", "10.0.0.99", lease), new DhcpRange("10.0.0.200", "10.0.0.254")] : [],
            Hosts = [new DhcpHost("10.0.0.9", MacAddress.WithQemuPrefix(9), null, name, lease), new DhcpHost("10.0.0.8", null, null, "eight")],
            Boot = boot,
        };

    private static Gen<NetworkDhcp> Dhcp6 =>
        from lease in Maybe(Lease)
        from id in Maybe(Word("0123456789abcdef:"))
        select new NetworkDhcp { Ranges = [new DhcpRange("2001:db8::100", "2001:db8::1ff", lease)], Hosts = [new DhcpHost("2001:db8::9", null, id, "nine", lease)] };

    private static Gen<DhcpLease> Lease => from unit in Any<DhcpLeaseUnit>() from expiry in Gen.Elements(0L, 120L, 9999L) select expiry == 0 ? new DhcpLease(0) : new DhcpLease(expiry, unit);

    private static Gen<PortGroup> Group(int number) =>
        from trust in MaybeBool
        from port in Maybe(InterfaceGenerators.Port)
        from limit in Maybe(InterfaceGenerators.Bandwidth(false))
        from vlan in Maybe(InterfaceGenerators.Vlan)
        select new PortGroup(string.Create(CultureInfo.InvariantCulture, $"group{number}"))
        {
            IsDefault = number == 0 ? true : null,
            TrustGuestFilters = trust,
            VirtualPort = port,
            Bandwidth = limit,
            Vlan = vlan,
        };
}
