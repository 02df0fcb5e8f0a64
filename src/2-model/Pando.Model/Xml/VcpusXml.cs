using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>vcpu</c> element and <c>vcpus</c>, which speaks of each by itself.</summary>
internal static class VcpusXml
{
    // KVM's own limit is 4096; QEMU's machine types say less.
    private const int Most = 4096;

    public static (int Vcpus, int Current) Read(ElementReader domain)
    {
        if (domain.Child("vcpu") is not { } vcpu)
        {
            return (1, 1);
        }
        var count = (int)vcpu.TextNumber(1, Most);
        return (count, vcpu.Number("current", 1, count) ?? count);
    }

    public static (VcpuPlacement Placement, NumberSet? CpuSet) Placement(ElementReader domain)
    {
        if (domain.Child("vcpu") is not { } vcpu)
        {
            return (VcpuPlacement.Static, null);
        }
        var placement = vcpu.Word<VcpuPlacement>("placement") ?? VcpuPlacement.Static;
        if (placement == VcpuPlacement.Auto)
        {
            vcpu.Ignore("cpuset");
            return (placement, null);
        }
        return (placement, vcpu.Numbers("cpuset"));
    }

    /// <summary>Every one of them, by its number; empty where none is spoken of by itself.</summary>
    public static EquatableArray<VcpuState> States(ElementReader domain, int count)
    {
        if (domain.Child("vcpus") is not { } vcpus || vcpus.Children("vcpu") is not { Count: > 0 } elements)
        {
            return [];
        }
        var states = Enumerable.Range(0, count).Select(id => new VcpuState(id, Enabled: false, Hotpluggable: true)).ToArray();
        foreach (var element in elements)
        {
            var state = State(element, count);
            element.Claim("vcpu", state.Id.ToString(CultureInfo.InvariantCulture));
            if (state.Order is { } order)
            {
                element.Claim("vcpu order", order.ToString(CultureInfo.InvariantCulture));
            }
            states[state.Id] = state;
        }
        Check(vcpus, states);
        return [.. states];
    }

    public static IEnumerable<XElement?> Write(DomainDefinition definition) =>
    [
        new XElement("vcpu",
            Word<VcpuPlacement>("placement", definition.VcpuPlacement),
            Attribute("cpuset", definition.CpuSet?.ToString()),
            definition.VcpusCurrent == definition.Vcpus ? null : Attribute("current", definition.VcpusCurrent),
            definition.Vcpus.ToString(CultureInfo.InvariantCulture)),
        definition.VcpuStates.IsEmpty ? null : new XElement("vcpus", definition.VcpuStates.Items.Select(state => new XElement("vcpu",
            Attribute("id", state.Id), YesNo("enabled", state.Enabled), YesNo("hotpluggable", state.Hotpluggable), Attribute("order", state.Order)))),
    ];

    private static VcpuState State(ElementReader element, int count)
    {
        var enabled = element.YesNo("enabled") ?? throw element.Missing("@enabled");
        var hotpluggable = element.YesNo("hotpluggable") ?? !enabled;
        return enabled || hotpluggable
            ? new VcpuState(element.Number("id", 0, count - 1) ?? throw element.Missing("@id"), enabled, hotpluggable, element.Number("order", 1))
            : throw element.BadValue("hotpluggable", "no", "yes (enabled='no')");
    }

    private static void Check(ElementReader vcpus, VcpuState[] states)
    {
        if (states[0] is not { Enabled: true, Hotpluggable: false })
        {
            throw vcpus.BadValue(null, "id='0'", "enabled='yes' hotpluggable='no'");
        }
        var present = states.Where(state => state.Enabled).ToList();
        if (present.Exists(state => state.Order is null) && present.Exists(state => state.Order is not null))
        {
            throw vcpus.Missing("vcpu/@order");
        }
        if (states[0].Order is { } first && present.Exists(state => state.Order < first))
        {
            throw vcpus.BadValue(null, $"id='0' order='{first}'", "1");
        }
        // QEMU makes them in their order: what cannot be plugged is there first.
        var plugged = false;
        foreach (var state in states)
        {
            plugged |= state.Hotpluggable;
            if (plugged && !state.Hotpluggable)
            {
                throw vcpus.BadValue(null, $"id='{state.Id}' hotpluggable='no'", $"id='0…{states.Count(other => !other.Hotpluggable) - 1}'");
            }
        }
    }
}
