using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>bandwidth</c> element.</summary>
internal static class BandwidthXml
{
    public static InterfaceBandwidth? Read(ElementReader? bandwidth, bool canHaveFloor)
    {
        if (bandwidth is null)
        {
            return null;
        }
        var inbound = bandwidth.Child("inbound") is { } towards ? Limit(towards, canHaveFloor) : null;
        var outbound = bandwidth.Child("outbound") is { } from ? Limit(from, canHaveFloor: false) : null;
        return inbound is null && outbound is null ? null : new InterfaceBandwidth(inbound, outbound);
    }

    public static XElement? Write(InterfaceBandwidth? bandwidth) => bandwidth is null ? null : new XElement("bandwidth",
        Write("inbound", bandwidth.Inbound), Write("outbound", bandwidth.Outbound));

    private static XElement? Write(string name, BandwidthLimit? limit) => limit is null ? null : new XElement(name,
        Attribute("average", limit.AverageKiB), Attribute("peak", limit.PeakKiB), Attribute("floor", limit.FloorKiB), Attribute("burst", limit.BurstKiB));

    private static BandwidthLimit Limit(ElementReader element, bool canHaveFloor)
    {
        var limit = new BandwidthLimit
        {
            AverageKiB = element.Number("average", 1),
            PeakKiB = element.Number("peak", 1),
            BurstKiB = element.Number("burst", 1),
            FloorKiB = element.Number("floor", 1),
        };
        if (limit.FloorKiB is not null && !canHaveFloor)
        {
            throw element.BadValue("floor", element.Attribute("floor")!, "inbound, type='network'");
        }
        if (limit.AverageKiB is null && (limit.FloorKiB is null || limit.PeakKiB is not null || limit.BurstKiB is not null))
        {
            throw element.Missing("@average");
        }
        if (limit.PeakKiB < limit.AverageKiB)
        {
            throw element.BadValue("peak", element.Attribute("peak")!, $"≥ average={limit.AverageKiB}");
        }
        return limit;
    }
}
