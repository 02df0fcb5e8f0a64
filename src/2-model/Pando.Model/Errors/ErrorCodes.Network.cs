namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Networks of the host, and what connects machines to them.</summary>
    public static class Network
    {
        /// <summary>A machine names a bridge that the host does not have. Facts: name, device, bridge.</summary>
        public static readonly ErrorCode BridgeMissing = new("network.bridge-missing", ErrorKind.NotFound);

        /// <summary>What a machine names as a bridge is another kind of device. Facts: name, device, bridge, kind.</summary>
        public static readonly ErrorCode NotABridge = new("network.not-a-bridge", ErrorKind.Invalid);

        /// <summary>A machine names a card that the host does not have. Facts: name, device, card.</summary>
        public static readonly ErrorCode CardMissing = new("network.card-missing", ErrorKind.NotFound);

        /// <summary>The name that the host's end is to have is taken. Facts: name, device, target.</summary>
        public static readonly ErrorCode DeviceTaken = new("network.device-taken", ErrorKind.Refused);

        /// <summary>A host's end that is not ours to make does not exist. Facts: name, device, target.</summary>
        public static readonly ErrorCode DeviceMissing = new("network.device-missing", ErrorKind.NotFound);

        /// <summary>The host cannot do what an interface asks for. Facts: name, device, what, reason.</summary>
        public static readonly ErrorCode CannotAttach = new("network.cannot-attach", ErrorKind.Unsupported);

        /// <summary>The kernel refused to make or change a network device. Facts: name, device, what, reason.</summary>
        public static readonly ErrorCode Refused = new("network.refused", ErrorKind.Broken);

        /// <summary>There is no such network. Facts: network.</summary>
        public static readonly ErrorCode NotFound = new("network.not-found", ErrorKind.NotFound);

        /// <summary>No such network is in the trash. Facts: name.</summary>
        public static readonly ErrorCode NotInTrash = new("network.not-in-trash", ErrorKind.NotFound);

        /// <summary>Another network has the name. Facts: network, uuid.</summary>
        public static readonly ErrorCode NameTaken = new("network.name-taken", ErrorKind.Exists);

        /// <summary>Another network has the uuid. Facts: uuid, network.</summary>
        public static readonly ErrorCode UuidTaken = new("network.uuid-taken", ErrorKind.Exists);

        /// <summary>Somebody else changed the definition since it was read. Facts: network.</summary>
        public static readonly ErrorCode ChangedMeanwhile = new("network.changed-meanwhile", ErrorKind.Refused);

        /// <summary>The network is not stored. Facts: network.</summary>
        public static readonly ErrorCode IsTransient = new("network.is-transient", ErrorKind.Refused);

        /// <summary>The network is active already. Facts: network.</summary>
        public static readonly ErrorCode Active = new("network.active", ErrorKind.Refused);

        /// <summary>The network is not active. Facts: network.</summary>
        public static readonly ErrorCode NotActive = new("network.not-active", ErrorKind.Refused);

        /// <summary>A machine is to be connected to a network that is not active. Facts: name, network.</summary>
        public static readonly ErrorCode NotActiveFor = new("network.not-active-for", ErrorKind.Refused);

        /// <summary>A machine names a class of interfaces that its network does not have. Facts: name, network, group.</summary>
        public static readonly ErrorCode NoPortGroup = new("network.no-port-group", ErrorKind.NotFound);

        /// <summary>The bridge that a network is to make exists already. Facts: network, bridge.</summary>
        public static readonly ErrorCode BridgeTaken = new("network.bridge-taken", ErrorKind.Refused);

        /// <summary>A network's bridge was removed by somebody. Facts: network, bridge.</summary>
        public static readonly ErrorCode BridgeGone = new("network.bridge-gone", ErrorKind.Broken);

        /// <summary>A network stands on a bridge that the host does not have. Facts: network, bridge.</summary>
        public static readonly ErrorCode HostBridgeMissing = new("network.host-bridge-missing", ErrorKind.NotFound);

        /// <summary>A network goes out through a card that the host does not have. Facts: network, device.</summary>
        public static readonly ErrorCode UplinkMissing = new("network.uplink-missing", ErrorKind.NotFound);

        /// <summary>A network gives functions of a card that cannot have any. Facts: network, device.</summary>
        public static readonly ErrorCode NoSriov = new("network.no-sriov", ErrorKind.Unsupported);

        /// <summary>A network gives functions of a card on which none is switched on. Facts: network, device.</summary>
        public static readonly ErrorCode FunctionsOff = new("network.functions-off", ErrorKind.Refused);

        /// <summary>What a network gives is no virtual function of a card. Facts: network, device.</summary>
        public static readonly ErrorCode NotAFunction = new("network.not-a-function", ErrorKind.NotFound);

        /// <summary>Every card of a network that passes them through has a guest already. Facts: name, device, network, count.</summary>
        public static readonly ErrorCode NoFreeCard = new("network.no-free-card", ErrorKind.Refused);

        /// <summary>All functions of a network are given away. Facts: name, device, network, count.</summary>
        public static readonly ErrorCode NoFreeFunction = new("network.no-free-function", ErrorKind.Refused);

        /// <summary>Another machine has the function. Facts: name, device, function, other.</summary>
        public static readonly ErrorCode FunctionTaken = new("network.function-taken", ErrorKind.Refused);

        /// <summary>The host reaches a network's addresses elsewhere already. Facts: network, subnet, route, device.</summary>
        public static readonly ErrorCode SubnetTaken = new("network.subnet-taken", ErrorKind.Refused);

        /// <summary>A network asks for what this host cannot give. Facts: network, what.</summary>
        public static readonly ErrorCode CannotStart = new("network.cannot-start", ErrorKind.Unsupported);

        /// <summary>The kernel lacks what a network's limits of speed are made of. Facts: network.</summary>
        public static readonly ErrorCode NoTrafficControl = new("network.no-traffic-control", ErrorKind.Unsupported);

        /// <summary>A value cannot be given to dnsmasq. Facts: network, what.</summary>
        public static readonly ErrorCode CannotServe = new("network.cannot-serve", ErrorKind.Invalid);

        /// <summary>The kernel refused a change for a network. Facts: network, what, reason.</summary>
        public static readonly ErrorCode KernelRefused = new("network.kernel-refused", ErrorKind.Broken);

        /// <summary>nft refused the firewall of the networks; its words are kept.</summary>
        public static readonly ErrorCode NftRefused = new("network.nft-refused", ErrorKind.PeerRefused);

        /// <summary>dnsmasq does not start for a network; its words are kept. Facts: network.</summary>
        public static readonly ErrorCode DnsmasqFailed = new("network.dnsmasq-failed", ErrorKind.PeerRefused);

        /// <summary>A program that networks need is not on the host. Facts: program, package.</summary>
        public static readonly ErrorCode ProgramMissing = new("network.program-missing", ErrorKind.Unsupported);

        /// <summary>What is in force of a network is not recorded any more. Facts: network.</summary>
        public static readonly ErrorCode RecordLost = new("network.record-lost", ErrorKind.Broken);

        /// <summary>A bridge that the host does not have. Facts: bridge.</summary>
        public static readonly ErrorCode NoSuchBridge = new("network.no-such-bridge", ErrorKind.NotFound);

        /// <summary>A device that is no port of the bridge. Facts: bridge, port.</summary>
        public static readonly ErrorCode NoSuchPort = new("network.no-such-port", ErrorKind.NotFound);

        /// <summary>iptables did not take the rules that let a network past Docker's. Facts: network.</summary>
        public static readonly ErrorCode IptablesRefused = new("network.iptables-refused", ErrorKind.PeerRefused);

        /// <summary>firewalld refused to have a network's bridge in a zone, or does not answer; its words are kept. Facts: network.</summary>
        public static readonly ErrorCode FirewalldRefused = new("network.firewalld-refused", ErrorKind.PeerRefused);

        /// <summary>A network names a zone, and no firewalld runs. Facts: network, zone.</summary>
        public static readonly ErrorCode ZoneWithoutFirewalld = new("network.zone-without-firewalld", ErrorKind.Refused);

        /// <summary>A network names a zone that firewalld does not have. Facts: network, zone.</summary>
        public static readonly ErrorCode NoSuchZone = new("network.no-such-zone", ErrorKind.Refused);

        /// <summary>An element of another kind than the section has. Facts: network, section, wanted, element.</summary>
        public static readonly ErrorCode WrongElement = new("network.wrong-element", ErrorKind.Invalid);

        /// <summary>A network has no such element. Facts: network, section, element.</summary>
        public static readonly ErrorCode NoSuchElement = new("network.no-such-element", ErrorKind.NotFound);

        /// <summary>A network has such an element already. Facts: network, section, element.</summary>
        public static readonly ErrorCode ElementTaken = new("network.element-taken", ErrorKind.Exists);

        /// <summary>Ports of the host lead somewhere else already. Facts: network, port, other.</summary>
        public static readonly ErrorCode PortTaken = new("network.port-taken", ErrorKind.Exists);

        /// <summary>The host itself listens on a port. Facts: network, port.</summary>
        public static readonly ErrorCode PortInUse = new("network.port-in-use", ErrorKind.Refused);

        /// <summary>No such port of the host leads to a guest. Facts: network, port.</summary>
        public static readonly ErrorCode NoSuchForward = new("network.no-such-forward", ErrorKind.NotFound);

        /// <summary>A card is to be in VLANs, and its bridge does not keep them apart. Facts: name, device, bridge.</summary>
        public static readonly ErrorCode VlansNotApart = new("network.vlans-not-apart", ErrorKind.Refused);

        /// <summary>The host's kernel has bridges that cannot keep VLANs apart. Facts: bridge.</summary>
        public static readonly ErrorCode VlansUnsupported = new("network.vlans-unsupported", ErrorKind.Unsupported);

        /// <summary>The database of Open vSwitch cannot be reached. Facts: socket, reason.</summary>
        public static readonly ErrorCode SwitchUnreachable = new("network.switch-unreachable", ErrorKind.Broken);

        /// <summary>Open vSwitch does not answer, or does not do what is written in its database. Facts: what, seconds.</summary>
        public static readonly ErrorCode SwitchSilent = new("network.switch-silent", ErrorKind.PeerSilent);

        /// <summary>The database of Open vSwitch refused a change; its words are kept. Facts: reason.</summary>
        public static readonly ErrorCode SwitchRefused = new("network.switch-refused", ErrorKind.PeerRefused);

        /// <summary>A bridge of Open vSwitch is to work in a way that Open vSwitch has not. Facts: bridge, what.</summary>
        public static readonly ErrorCode SwitchLacks = new("network.switch-lacks", ErrorKind.Unsupported);

        /// <summary>Open vSwitch cannot use a port; its words are kept. Facts: port, bridge, reason.</summary>
        public static readonly ErrorCode PortFailed = new("network.port-failed", ErrorKind.PeerRefused);

        /// <summary>A card is to be on a bridge that Open vSwitch does not have. Facts: name, device, bridge.</summary>
        public static readonly ErrorCode SwitchBridgeMissing = new("network.switch-bridge-missing", ErrorKind.Refused);

        /// <summary>A network stands on a bridge that Open vSwitch does not have. Facts: network, bridge.</summary>
        public static readonly ErrorCode HostSwitchBridgeMissing = new("network.host-switch-bridge-missing", ErrorKind.Refused);

        /// <summary>A device or a bridge of this name is there already. Facts: device.</summary>
        public static readonly ErrorCode DeviceNameTaken = new("network.device-name-taken", ErrorKind.Exists);

        /// <summary>A bridge that is not Open vSwitch's. Facts: bridge.</summary>
        public static readonly ErrorCode NotASwitchBridge = new("network.not-a-switch-bridge", ErrorKind.Refused);

        /// <summary>A bridge has ports of machines or a network stands on it. Facts: bridge, users.</summary>
        public static readonly ErrorCode BridgeInUse = new("network.bridge-in-use", ErrorKind.Refused);

        /// <summary>No tunnel of this name. Facts: tunnel.</summary>
        public static readonly ErrorCode NoSuchTunnel = new("network.no-such-tunnel", ErrorKind.NotFound);

        /// <summary>The kernel refused to tell of a bridge or to change it. Facts: bridge, reason.</summary>
        public static readonly ErrorCode BridgeRefused = new("network.bridge-refused", ErrorKind.Broken);
    }
}
