using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Xml.Features;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>features</c> element.</summary>
internal static class FeaturesXml
{
    private const int KiBPerMiB = 1024;
    private const int MostTsegMiB = 65535;

    public static DomainFeatures Read(ElementReader features, bool expressMachine)
    {
        ForeignElements.RefuseFeatures(features);
        return new DomainFeatures
        {
            Acpi = features.Flag("acpi"),
            Apic = features.Child("apic") is not null,
            ApicEoi = features.Child("apic")?.OnOff("eoi"),
            Pae = features.Flag("pae"),
            HyperV = features.Child("hyperv") is { } hyperv ? HyperVXml.Read(hyperv) : null,
            Kvm = features.Child("kvm") is { } kvm ? KvmXml.Read(kvm) : new(),
            PvSpinLock = State(features, "pvspinlock"),
            Pmu = State(features, "pmu"),
            VmPort = State(features, "vmport"),
            Smm = State(features, "smm"),
            TsegMiB = features.Child("smm") is { } smm && smm.Child("tseg") is { } tseg ? Tseg(tseg, expressMachine, State(features, "smm")) : null,
            IoApic = features.Child("ioapic")?.RequiredWord<IoApicDriver>("driver"),
            VmCoreInfo = State(features, "vmcoreinfo"),
            UnknownMsrs = features.Child("msrs")?.RequiredWord<UnknownMsrPolicy>("unknown"),
            TranslationCacheKiB = features.Child("tcg")?.Child("tb-cache") is { } cache ? SizeXml.KiB(cache) : null,
        };
    }

    public static XElement? Write(DomainFeatures features) => UnlessEmpty("features",
        Flag("acpi", features.Acpi),
        features.Apic ? new XElement("apic", OnOff("eoi", features.ApicEoi)) : null,
        Flag("pae", features.Pae),
        features.HyperV is null ? null : HyperVXml.Write(features.HyperV),
        KvmXml.Write(features.Kvm),
        State("pvspinlock", features.PvSpinLock),
        State("pmu", features.Pmu),
        State("vmport", features.VmPort),
        features.Smm is null ? null : new XElement("smm", OnOff("state", features.Smm), features.TsegMiB is not { } tseg ? null
            : new XElement("tseg", Attribute("unit", "MiB"), tseg.ToString(CultureInfo.InvariantCulture))),
        features.IoApic is null ? null : new XElement("ioapic", Word("driver", features.IoApic)),
        State("vmcoreinfo", features.VmCoreInfo),
        features.UnknownMsrs is null ? null : new XElement("msrs", Word("unknown", features.UnknownMsrs)),
        UnlessEmpty("tcg", SizeXml.Element("tb-cache", features.TranslationCacheKiB)));

    // A feature that is named without a state is on.
    private static bool? State(ElementReader parent, string name) =>
        parent.Child(name) is { } element ? element.OnOff("state") ?? true : null;

    private static XElement? State(string name, bool? state) => state is null ? null : new XElement(name, OnOff("state", state));

    private static int? Tseg(ElementReader tseg, bool expressMachine, bool? smm)
    {
        var kib = SizeXml.KiB(tseg, unit: "MiB");
        if (smm == false)
        {
            return null;
        }
        if (!expressMachine)
        {
            throw tseg.BadValue(null, tseg.RequiredText(), "/domain/os/type/@machine='q35'");
        }
        return kib % KiBPerMiB == 0 && kib / KiBPerMiB <= MostTsegMiB
            ? (int)(kib / KiBPerMiB)
            : throw tseg.BadValue(null, string.Create(CultureInfo.InvariantCulture, $"{kib} KiB"), $"n × 1 MiB, ≤ {MostTsegMiB} MiB");
    }
}
