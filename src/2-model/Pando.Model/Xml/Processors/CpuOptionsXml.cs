using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Processors;

/// <summary>The <c>cache</c> and <c>maxphysaddr</c> elements of a processor.</summary>
internal static class CpuOptionsXml
{
    // QEMU takes no fewer than what 32-bit guests have, and no more than five levels of page tables reach.
    private const int LeastBits = 32;
    private const int MostBits = 52;

    public static CpuCache Cache(ElementReader element, CpuMode? mode)
    {
        var cache = new CpuCache(element.Number("level", 1, 3), element.RequiredWord<CpuCacheMode>("mode"));
        return cache switch
        {
            { Mode: CpuCacheMode.Emulate, Level: not 3 } => throw element.BadValue("level", Level(cache), "3 (mode='emulate')"),
            { Mode: not CpuCacheMode.Emulate, Level: not null } => throw element.BadValue("level", Level(cache), "mode='emulate'"),
            { Mode: CpuCacheMode.Passthrough } when mode is not (CpuMode.HostPassthrough or CpuMode.Maximum) =>
                throw element.BadValue("mode", "passthrough", "/domain/cpu/@mode='host-passthrough' | 'maximum'"),
            _ => cache,
        };
    }

    public static MaxPhysicalAddress Address(ElementReader element)
    {
        var address = new MaxPhysicalAddress(element.RequiredWord<MaxPhysicalAddressMode>("mode"), element.Number("bits", LeastBits, MostBits));
        return (address.Mode == MaxPhysicalAddressMode.Emulate) == address.Bits is not null
            ? address
            : throw (address.Bits is null ? element.Missing("@bits") : element.Conflict("bits"));
    }

    public static XElement Write(CpuCache cache) => new("cache", Attribute("level", cache.Level), Word<CpuCacheMode>("mode", cache.Mode));

    public static XElement Write(MaxPhysicalAddress address) =>
        new("maxphysaddr", Word<MaxPhysicalAddressMode>("mode", address.Mode), Attribute("bits", address.Bits));

    private static string Level(CpuCache cache) => cache.Level?.ToString(CultureInfo.InvariantCulture) ?? "";
}
