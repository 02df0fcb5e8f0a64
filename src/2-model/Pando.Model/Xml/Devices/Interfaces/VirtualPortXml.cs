using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>virtualport</c> element.</summary>
internal static class VirtualPortXml
{
    private const int LongestProfile = 39;

    public static VirtualPort Read(ElementReader element)
    {
        var parameters = element.Child("parameters");
        var port = new VirtualPort
        {
            Type = element.Word<VirtualPortType>("type"),
            ManagerId = parameters?.Number("managerid", 0, 255),
            TypeId = parameters?.Number("typeid", 0, 0xffffff),
            TypeIdVersion = parameters?.Number("typeidversion", 0, 255),
            InstanceId = Id(parameters, "instanceid"),
            ProfileId = parameters?.Plain("profileid", static letter => !char.IsControl(letter), "≠ \\n", LongestProfile),
            InterfaceId = Id(parameters, "interfaceid"),
        };
        Check(port, parameters ?? element);
        return port;
    }

    public static XElement? Write(VirtualPort? port) => port is null ? null : new XElement("virtualport",
        Word("type", port.Type),
        UnlessEmpty("parameters",
            Attribute("managerid", port.ManagerId), Attribute("typeid", port.TypeId), Attribute("typeidversion", port.TypeIdVersion),
            Attribute("instanceid", port.InstanceId?.ToString()), Attribute("profileid", port.ProfileId), Attribute("interfaceid", port.InterfaceId?.ToString())));

    // Each kind of switch knows its own parameters, and nothing of the others'.
    private static void Check(VirtualPort port, ElementReader element)
    {
        var (needed, foreign) = port.Type switch
        {
            VirtualPortType.Qbg => (port is { ManagerId: null, TypeId: null, TypeIdVersion: null, InstanceId: null } || port.ManagerId is not null && port.TypeId is not null && port.TypeIdVersion is not null,
                port.ProfileId is not null || port.InterfaceId is not null),
            VirtualPortType.Qbh => (true, HasQbg(port) || port.InterfaceId is not null),
            VirtualPortType.OpenVSwitch => (true, HasQbg(port)),
            VirtualPortType.Midonet => (port.InterfaceId is not null, HasQbg(port) || port.ProfileId is not null),
            _ => (true, false),
        };
        if (foreign)
        {
            throw element.Conflict($"type='{XmlWords<VirtualPortType>.Of(port.Type!.Value)}'");
        }
        if (!needed)
        {
            throw element.Missing(port.Type == VirtualPortType.Midonet ? "@interfaceid" : "@managerid, @typeid, @typeidversion");
        }
    }

    private static bool HasQbg(VirtualPort port) => port is not { ManagerId: null, TypeId: null, TypeIdVersion: null, InstanceId: null };

    private static Guid? Id(ElementReader? parameters, string attribute) => parameters?.Attribute(attribute) switch
    {
        null => null,
        var text when Guid.TryParse(text, out var id) => id,
        var text => throw parameters.BadValue(attribute, text, "uuid"),
    };
}
