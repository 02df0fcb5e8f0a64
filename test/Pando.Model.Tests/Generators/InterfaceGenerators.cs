using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.DeviceGenerators;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Network interfaces: every source, with all that can stand beside it.</summary>
internal static class InterfaceGenerators
{
    private const string Names = "azAZ09_.-";

    public static Gen<InterfaceDevice> Interface(int number) =>
        from source in Source(number)
        from chosen in MaybeAny<InterfaceModel>()
        let model = source is VdpaSource && chosen?.IsVirtio() == false ? InterfaceModel.Virtio : chosen
        let virtio = model?.IsVirtio() != false
        let switched = source is VirtualNetworkSource or BridgeSource
        let queues = switched || source is DirectSource or EthernetSource or VhostUserNetworkSource or VdpaSource
        from card in Gen.Constant(new InterfaceDevice { Source = source, Model = model })
            .With(MaybeValue(Gen.Constant(MacAddress.WithQemuPrefix(number))), (d, v) => d with { Mac = v })
            .With(Driver(queues), (d, v) => virtio && source is not HostCardSource ? d with { Driver = v } : d)
            .With(Maybe(FilePath), (d, v) => d with { Backend = d.Backend with { VhostPath = v } })
            .With(Maybe(FilePath), (d, v) => d with { Backend = d.Backend with { TapPath = v } })
            .With(Maybe(Word(Names)), (d, v) => d with { TargetDevice = v })
            .With(MaybeBool, (d, v) => d with { TargetManaged = source is EthernetSource ? v : null })
            .With(Maybe(Word(Names)), (d, v) => d with { GuestDevice = v })
            .With(MaybeNumber(1, 9000), (d, v) => switched || source is EthernetSource or VhostUserNetworkSource ? d with { Mtu = v } : d)
            .With(MaybeBool, (d, v) => d with { LinkUp = v })
            .With(Maybe(Bandwidth(source is VirtualNetworkSource)), (d, v) => source is HostCardSource ? d : d with { Bandwidth = v })
            .With(Maybe(Vlan), (d, v) => source is VirtualNetworkSource or HostCardSource ? d with { Vlan = v } : d)
            .With(Maybe(Port), (d, v) => switched || source is DirectSource ? d with { VirtualPort = v } : d)
            .With(MaybeBool, (d, v) => switched && d.VirtualPort?.Type is null ? d with { IsolatedPort = v } : d)
            .With(Maybe(Filter), (d, v) => switched || source is EthernetSource ? d with { Filter = v } : d)
            .With(MaybeNumber(0, 9999), (d, v) => d with { SendBufferBytes = v })
            .With(MaybeNumber(0, 99), (d, v) => switched ? d with { CoalescedReceiveFrames = v } : d)
            .With(Rom, (d, v) => d with { Rom = v })
            .With(MaybeBool, (d, v) => d with { TrustGuestReceiveFilters = v })
            .With(Maybe(FilePath), (d, v) => source is EthernetSource ? d with { ScriptPath = v, DownScriptPath = v } : d)
            .With(Teaming, (d, v) => virtio ? d with { Teaming = v } : d)
            .With(Alias("net", number), (d, v) => d with { Alias = v })
            .With(model == InterfaceModel.UsbNet ? Usb(20 + number) : Pci(3, number), (d, v) => d with { Address = v })
            .With(MaybeValue(Gen.Constant(100 + number)), (d, v) => model == InterfaceModel.UsbNet ? d : d with { AcpiIndex = v })
        from user in UserNetwork(card)
        select user;

    public static Gen<OptionRom> Rom => Gen.OneOf(
        Gen.Constant(new OptionRom()),
        Gen.Constant(new OptionRom { Enabled = false }),
        from enabled in Gen.Elements<bool?>(true, null) from bar in MaybeBool from file in Maybe(FilePath) select new OptionRom { Enabled = enabled, Bar = bar, File = file });

    private static Gen<InterfaceSource> Source(int number) => Gen.OneOf(
        Gen.Constant<InterfaceSource>(new UserNetworkSource()),
        from network in Line from ports in Maybe(Line) select (InterfaceSource)new VirtualNetworkSource(network, ports),
        Word(Names).Select(bridge => (InterfaceSource)new BridgeSource(bridge)),
        from device in Word(Names) from mode in MaybeAny<DirectMode>() select (InterfaceSource)new DirectSource(device, mode),
        from addresses in Several(2, Address) from routes in Several(2, Route) select (InterfaceSource)new EthernetSource { HostAddresses = addresses, HostRoutes = routes },
        from path in FilePath
        from listens in Bool
        from seconds in MaybeNumber(1, 9)
        select (InterfaceSource)new VhostUserNetworkSource(path, listens, listens || seconds is null ? null : new SourceReconnect(true, seconds)),
        FilePath.Select(path => (InterfaceSource)new VdpaSource(path)),
        from managed in MaybeBool
        from driver in MaybeAny<HostPciDriver>()
        select (InterfaceSource)new HostCardSource(new PciAddress(4, number), managed, driver),
        Gen.Constant<InterfaceSource>(new UdpTunnelSource("192.0.2.1", 1000, "192.0.2.2", 1001)),
        Gen.Constant<InterfaceSource>(new MulticastTunnelSource("230.0.0.1", 1000)),
        from listens in Bool
        from address in Gen.Elements("192.0.2.1", "127.0.0.1")
        from any in Bool
        select (InterfaceSource)new TcpTunnelSource(listens && any ? null : address, 1000, listens));

    private static Gen<InterfaceDriver> Driver(bool queues) =>
        Gen.Constant(new InterfaceDriver())
            .With(MaybeAny<InterfaceDriverName>(), (d, v) => d with { Name = v })
            .With(MaybeAny<TransmitMode>(), (d, v) => d with { TransmitMode = v })
            .With(MaybeBool, (d, v) => d with { IoEventFd = v })
            .With(MaybeBool, (d, v) => d with { EventIndex = v })
            .With(MaybeNumber(1, queues ? 8 : 1), (d, v) => d with { Queues = v })
            .With(MaybeValue(Gen.Elements(256, 1024)), (d, v) => d with { ReceiveQueueSize = v, TransmitQueueSize = v })
            .With(MaybeBool, (d, v) => d with { ReceiveSideScaling = v, HashReport = v })
            .With(MaybeBool, (d, v) => d with { Host = new HostOffloads { Checksum = v, Segmentation = v, Tso4 = v, Tso6 = v, Ecn = v, Ufo = v, MergeableBuffers = v } })
            .With(MaybeBool, (d, v) => d with { Guest = new GuestOffloads { Checksum = v, Tso4 = v, Tso6 = v, Ecn = v, Ufo = v } })
            .With(HostSideGenerators.Virtio, (d, v) => d with { Virtio = v });

    private static Gen<InterfaceAddress> Address(int number) => Gen.Elements(
        new InterfaceAddress($"192.0.2.{number + 1}", IpFamily.IPv4, 24, "192.0.2.9"),
        new InterfaceAddress($"2001:db8::{number + 1}", IpFamily.IPv6));

    private static Gen<InterfaceRoute> Route(int number) => Gen.Elements(
        new InterfaceRoute($"10.{number}.0.0", "192.0.2.1", Netmask: "255.255.0.0"),
        new InterfaceRoute($"2001:db8:{number}::", "2001:db8::1", IpFamily.IPv6, Prefix: 48, Metric: 2));

    public static Gen<InterfaceBandwidth> Bandwidth(bool hasFloor) =>
        from average in Gen.Choose(1, 9999)
        from peak in MaybeNumber(average, 19999)
        from burst in MaybeNumber(1, 9999)
        from floor in MaybeNumber(1, 9999)
        from both in Bool
        let limit = new BandwidthLimit { AverageKiB = average, PeakKiB = peak, BurstKiB = burst }
        select new InterfaceBandwidth(limit with { FloorKiB = hasFloor ? floor : null }, both ? limit : null);

    public static Gen<VlanTags> Vlan => Gen.Elements(
        new VlanTags(false, [new VlanTag(7)]), new VlanTags(true, [new VlanTag(7)]),
        new VlanTags(true, [new VlanTag(1, NativeVlan.Untagged), new VlanTag(4095)]));

    public static Gen<VirtualPort> Port => Gen.Elements(
        new VirtualPort { Type = VirtualPortType.Qbg, ManagerId = 1, TypeId = 0xffffff, TypeIdVersion = 2, InstanceId = new Guid("09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f") },
        new VirtualPort { Type = VirtualPortType.Qbh, ProfileId = "a <b>" },
        new VirtualPort { Type = VirtualPortType.OpenVSwitch },
        new VirtualPort { Type = VirtualPortType.OpenVSwitch, ProfileId = "a", InterfaceId = new Guid("09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f") },
        new VirtualPort { Type = VirtualPortType.Midonet, InterfaceId = new Guid("09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f") },
        new VirtualPort());

    private static Gen<FilterReference> Filter =>
        from name in Line
        from parameters in Several(3, number => Word("az09.:/-").Select(value => new FilterParameter($"P{number}", value)))
        select new FilterReference(name, parameters);

    private static Gen<InterfaceTeaming?> Teaming => Gen.Elements(null, new InterfaceTeaming(), new InterfaceTeaming(new DeviceAlias("ua-other")));

    private static Gen<InterfaceDevice> UserNetwork(InterfaceDevice card) => card.Source is not UserNetworkSource ? Gen.Constant(card) :
        from passt in Bool
        from device in Maybe(Word(Names))
        from log in Maybe(FilePath)
        from addressed in Bool
        from forwards in Several(2, _ => Forward)
        select card with
        {
            GuestAddresses = addressed ? [new InterfaceAddress("192.0.2.0", IpFamily.IPv4, 24), new InterfaceAddress("2001:db8::", IpFamily.IPv6, 64)] : [],
            Source = new UserNetworkSource(passt ? device : null),
            Backend = card.Backend with { Program = passt ? UserNetworkProgram.Passt : UserNetworkProgram.Default, LogFile = passt ? log : null },
            PortForwards = passt ? forwards : [],
        };

    private static Gen<PortForward> Forward =>
        from protocol in Any<PortProtocol>()
        from address in Gen.Elements(null, "192.0.2.1", "2001:db8::1")
        from ranges in Several(2, number => Gen.Elements(new PortRange(number + 1), new PortRange(10, 20, 30), new PortRange(11, Exclude: true)))
        select new PortForward(protocol, address, null, ranges);
}
