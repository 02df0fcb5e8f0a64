using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Networks;

/// <summary>The <c>forwards</c> element in a network's <c>metadata</c>.</summary>
internal static class HostPortForwardXml
{
    private const int MostPort = 65535;
    private const int MostShifted = 1000;
    private static readonly XNamespace Pando = "urn:pando:network";

    /// <summary>Takes the element out of what other programs keep.</summary>
    public static (EquatableArray<HostPortForward> Forwards, EquatableArray<MetadataElement> Others) Read(EquatableArray<MetadataElement> metadata)
    {
        if (metadata.Items.FirstOrDefault(static kept => kept.NamespaceUri == Pando.NamespaceName) is not { } ours)
        {
            return ([], metadata);
        }
        var forwards = new ElementReader(ours.Read());
        EquatableArray<HostPortForward> read = [.. forwards.Children(Pando + "forward").Select(One)];
        forwards.End();
        return (read, metadata.RemoveAll(kept => kept == ours));
    }

    /// <summary>What others keep, with the element.</summary>
    public static EquatableArray<MetadataElement> Write(EquatableArray<HostPortForward> forwards, EquatableArray<MetadataElement> others) => forwards.IsEmpty
        ? others
        : others.Add(new MetadataElement(Pando.NamespaceName, new XElement(
            Pando + "forwards", new XAttribute(XNamespace.Xmlns + "pando", Pando.NamespaceName), forwards.Items.Select(Write)).ToString(SaveOptions.DisableFormatting)));

    private static XElement Write(HostPortForward forward) => new(Pando + "forward",
        Word<PortProtocol>("proto", forward.Protocol), Attribute("address", forward.Address), Attribute("start", forward.FirstPort),
        Attribute("end", forward.LastPort == forward.FirstPort ? null : (long?)forward.LastPort), Attribute("to", forward.Target), Attribute("port", forward.TargetPort));

    private static HostPortForward One(ElementReader forward)
    {
        var start = forward.Number("start", 1, MostPort) ?? throw forward.Missing("@start");
        var end = forward.Number("end", start, MostPort) ?? start;
        var port = forward.Number("port", 1, MostPort - (end - start)) ?? start;
        if (port != start && end - start >= MostShifted)
        {
            // Each of them is a line in the firewall.
            throw forward.BadValue("end", end.ToString(CultureInfo.InvariantCulture), $"< @start + {MostShifted}");
        }
        return new HostPortForward(
            forward.RequiredWord<PortProtocol>("proto"), start, end, Ip(forward, "to", forward.RequiredAttribute("to"))!, port, Ip(forward, "address", forward.Attribute("address")));
    }

    private static string? Ip(ElementReader forward, string attribute, string? text) =>
        text is null ? null : IPAddress.TryParse(text, out var address) && address.ToString() is var same ? same : throw forward.BadValue(attribute, text, "IP");
}
