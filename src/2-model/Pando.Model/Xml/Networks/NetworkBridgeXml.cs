using System.Text;
using System.Xml.Linq;
using Pando.Model.Networks;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Networks;

/// <summary>The <c>bridge</c> element.</summary>
internal static class NetworkBridgeXml
{
    // As many as libvirt takes in it: seconds in an unsigned number.
    private const int LongestDelay = int.MaxValue;

    /// <summary>One that is made for the network has its switches said, whatever was left open.</summary>
    public static NetworkBridge? Read(ElementReader? bridge, NetworkDefinition network)
    {
        if (bridge is null)
        {
            return network.MakesBridge ? new NetworkBridge { SpanningTree = true, DelaySeconds = 0 } : null;
        }
        var read = new NetworkBridge
        {
            Name = bridge.Attribute("name") is { } name ? Name(bridge, name) : null,
            Zone = bridge.Attribute("zone"),
            SpanningTree = bridge.OnOff("stp"),
            DelaySeconds = bridge.Number("delay", 0, LongestDelay),
            TableOwner = bridge.Word<AddressTableOwner>("macTableManager"),
        };
        if (network.MakesBridge)
        {
            return read with { SpanningTree = read.SpanningTree ?? true, DelaySeconds = read.DelaySeconds ?? 0 };
        }
        if (read is not { SpanningTree: null, DelaySeconds: null or 0, Zone: null })
        {
            throw bridge.Conflict($"@stp, @delay, @zone: forward mode='{XmlWords<ForwardMode>.Of(network.Forward!.Mode)}'");
        }
        return read is { Name: null, TableOwner: null } ? null : read with { DelaySeconds = null };
    }

    public static XElement? Write(NetworkBridge? bridge) => bridge is null ? null : new XElement(
        "bridge",
        Attribute("name", bridge.Name), Attribute("zone", bridge.Zone), OnOff("stp", bridge.SpanningTree), Attribute("delay", bridge.DelaySeconds),
        Word("macTableManager", bridge.TableOwner));

    private static string Name(ElementReader bridge, string name)
    {
        var good = Encoding.UTF8.GetByteCount(name) is > 0 and <= NetworkBridge.LongestName && name is not ("." or "..")
            && !name.Any(static letter => letter is '/' or ':' || char.IsWhiteSpace(letter) || char.IsControl(letter));
        return good ? name : throw bridge.BadValue("name", name, "1…15, ≠ '/', ':', ' '");
    }
}
