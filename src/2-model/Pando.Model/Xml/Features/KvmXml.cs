using System.Globalization;
using System.Numerics;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Features.FeatureStates;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Features;

/// <summary>The <c>kvm</c> element.</summary>
internal static class KvmXml
{
    private const int LeastRing = 1024;
    private const int MostRing = 65536;

    public static KvmFeatures Read(ElementReader kvm) => new()
    {
        Hidden = kvm.Stated("hidden"),
        HintDedicated = kvm.Stated("hint-dedicated"),
        PollControl = kvm.Stated("poll-control"),
        PvIpi = kvm.Stated("pv-ipi"),
        DirtyRing = kvm.Stated("dirty-ring"),
        DirtyRingSize = kvm.Child("dirty-ring") is { } ring ? Size(ring, kvm.Stated("dirty-ring") == true) : null,
    };

    public static XElement? Write(KvmFeatures kvm) => UnlessEmpty("kvm",
        Stated("hidden", kvm.Hidden),
        Stated("hint-dedicated", kvm.HintDedicated),
        Stated("poll-control", kvm.PollControl),
        Stated("pv-ipi", kvm.PvIpi),
        Stated("dirty-ring", kvm.DirtyRing, Attribute("size", kvm.DirtyRingSize)));

    private static int? Size(ElementReader ring, bool on)
    {
        if (!on)
        {
            ring.Ignore("size");
            return null;
        }
        var size = ring.Number("size", LeastRing, MostRing) ?? throw ring.Missing("@size");
        return BitOperations.IsPow2(size) ? size : throw ring.BadValue("size", size.ToString(CultureInfo.InvariantCulture), "1024 | 2048 | 4096 | … | 65536");
    }
}
