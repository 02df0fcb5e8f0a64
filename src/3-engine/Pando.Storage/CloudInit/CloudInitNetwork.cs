using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Pando.Storage.CloudInit;

/// <summary>Network configuration, version 2 (cloud-init's documentation, "Networking config version 2").</summary>
internal static class CloudInitNetwork
{
    public static YamlMappingNode Config(IReadOnlyList<CloudInitInterface> interfaces)
    {
        var ethernets = new YamlMappingNode();
        for (var i = 0; i < interfaces.Count; i++)
        {
            ethernets.Add(new YamlScalarNode(string.Create(CultureInfo.InvariantCulture, $"nic{i}")), Ethernet(interfaces[i]));
        }
        return Yaml.Map(("version", Yaml.Number(2)), ("ethernets", ethernets));
    }

    private static YamlMappingNode Ethernet(CloudInitInterface nic) => Yaml.Map(
        ("match", nic.MacAddress is { } mac
            ? Yaml.Map(("macaddress", Yaml.Text(mac.ToLowerInvariant())))
            : Yaml.Map(("name", Yaml.Text("e*")))),
        ("dhcp4", Yaml.Flag(nic.Dhcp4)),
        ("dhcp6", Yaml.Flag(nic.Dhcp6)),
        ("addresses", nic.Addresses.IsEmpty ? null : Yaml.Texts(nic.Addresses)),
        ("routes", nic.Gateways.IsEmpty ? null : Yaml.List(nic.Gateways.Select(Route))),
        ("nameservers", nic.NameServers.IsEmpty && nic.SearchDomains.IsEmpty ? null : Yaml.Map(
            ("addresses", nic.NameServers.IsEmpty ? null : Yaml.Texts(nic.NameServers)),
            ("search", nic.SearchDomains.IsEmpty ? null : Yaml.Texts(nic.SearchDomains)))));

    // The word "default" is known only to newer versions; the address is known to all.
    private static YamlMappingNode Route(string gateway) => Yaml.Map(
        ("to", Yaml.Text(gateway.Contains(':', StringComparison.Ordinal) ? "::/0" : "0.0.0.0/0")),
        ("via", Yaml.Text(gateway)));
}
