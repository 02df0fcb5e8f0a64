using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Features.FeatureStates;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Features;

/// <summary>The <c>hyperv</c> element.</summary>
internal static class HyperVXml
{
    private const long LeastRetries = 4095;
    private const int LongestVendor = 12;

    public static HyperVFeatures Read(ElementReader hyperv)
    {
        var stimer = hyperv.Child("stimer");
        var flush = hyperv.Child("tlbflush");
        return new HyperVFeatures
        {
            Mode = hyperv.Word<HyperVMode>("mode") ?? HyperVMode.Custom,
            Relaxed = hyperv.Stated("relaxed"),
            Vapic = hyperv.Stated("vapic"),
            Spinlocks = hyperv.Stated("spinlocks"),
            SpinlockRetries = hyperv.Child("spinlocks") is { } locks ? Retries(locks, hyperv.Stated("spinlocks") == true) : null,
            VpIndex = hyperv.Stated("vpindex"),
            Runtime = hyperv.Stated("runtime"),
            Synic = hyperv.Stated("synic"),
            Stimer = hyperv.Stated("stimer"),
            StimerDirect = OfOne(stimer?.Stated("direct"), hyperv.Stated("stimer")),
            Reset = hyperv.Stated("reset"),
            Vendor = hyperv.Stated("vendor_id"),
            VendorName = hyperv.Child("vendor_id") is { } vendor ? Vendor(vendor, hyperv.Stated("vendor_id") == true) : null,
            Frequencies = hyperv.Stated("frequencies"),
            Reenlightenment = hyperv.Stated("reenlightenment"),
            TlbFlush = hyperv.Stated("tlbflush"),
            TlbFlushDirect = OfOne(flush?.Stated("direct"), hyperv.Stated("tlbflush")),
            TlbFlushExtended = OfOne(flush?.Stated("extended"), hyperv.Stated("tlbflush")),
            Ipi = hyperv.Stated("ipi"),
            Evmcs = hyperv.Stated("evmcs"),
            Avic = hyperv.Stated("avic"),
            EmsrBitmap = hyperv.Stated("emsr_bitmap"),
            XmmInput = hyperv.Stated("xmm_input"),
        };
    }

    public static XElement Write(HyperVFeatures hyperv) => new("hyperv",
        Word<HyperVMode>("mode", hyperv.Mode),
        Stated("relaxed", hyperv.Relaxed),
        Stated("vapic", hyperv.Vapic),
        Stated("spinlocks", hyperv.Spinlocks, Attribute("retries", hyperv.SpinlockRetries)),
        Stated("vpindex", hyperv.VpIndex),
        Stated("runtime", hyperv.Runtime),
        Stated("synic", hyperv.Synic),
        Stated("stimer", hyperv.Stimer, Stated("direct", hyperv.StimerDirect)),
        Stated("reset", hyperv.Reset),
        Stated("vendor_id", hyperv.Vendor, Attribute("value", hyperv.VendorName)),
        Stated("frequencies", hyperv.Frequencies),
        Stated("reenlightenment", hyperv.Reenlightenment),
        Stated("tlbflush", hyperv.TlbFlush, Stated("direct", hyperv.TlbFlushDirect), Stated("extended", hyperv.TlbFlushExtended)),
        Stated("ipi", hyperv.Ipi),
        Stated("evmcs", hyperv.Evmcs),
        Stated("avic", hyperv.Avic),
        Stated("emsr_bitmap", hyperv.EmsrBitmap),
        Stated("xmm_input", hyperv.XmmInput));

    // Part of a feature that is off says nothing.
    private static bool? OfOne(bool? part, bool? feature) => feature == true ? part : null;

    private static long? Retries(ElementReader locks, bool on)
    {
        if (on)
        {
            return locks.LongNumber("retries", LeastRetries, uint.MaxValue) ?? throw locks.Missing("@retries");
        }
        locks.Ignore("retries");
        return null;
    }

    private static string? Vendor(ElementReader vendor, bool on)
    {
        if (!on)
        {
            vendor.Ignore("value");
            return null;
        }
        var name = vendor.Attribute("value") ?? throw vendor.Missing("@value");
        return name.Length <= LongestVendor && !name.Contains(',', StringComparison.Ordinal) ? name : throw vendor.BadValue("value", name, $"≤ {LongestVendor} × ≠ ','");
    }
}
