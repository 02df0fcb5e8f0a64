using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Tuning;

/// <summary>The <c>memtune</c> element.</summary>
internal static class MemoryTuningXml
{
    /// <summary>libvirt's word for no limit: the most KiB that the kernel counts.</summary>
    private const long Unlimited = 9_007_199_254_740_991;

    public static MemoryTuning Read(ElementReader tuning) => new()
    {
        HardLimitKiB = Limit(tuning.Child("hard_limit")),
        SoftLimitKiB = Limit(tuning.Child("soft_limit")),
        SwapHardLimitKiB = Limit(tuning.Child("swap_hard_limit")),
    };

    public static XElement? Write(MemoryTuning tuning) => UnlessEmpty("memtune",
        SizeXml.Element("hard_limit", tuning.HardLimitKiB),
        SizeXml.Element("soft_limit", tuning.SoftLimitKiB),
        SizeXml.Element("swap_hard_limit", tuning.SwapHardLimitKiB));

    private static long? Limit(ElementReader? limit) =>
        limit is null ? null : SizeXml.KiB(limit, least: 0, most: Unlimited) is var kib and < Unlimited ? kib : null;
}
