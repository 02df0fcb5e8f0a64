using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>features</c> element.</summary>
internal static class FeaturesXml
{
    public static DomainFeatures Read(ElementReader features) => new()
    {
        Acpi = features.Flag("acpi"),
        Apic = features.Child("apic") is not null,
        ApicEoi = features.Child("apic")?.OnOff("eoi"),
        Pae = features.Flag("pae"),
        KvmHidden = features.Child("kvm") is { } kvm ? State(kvm, "hidden") : null,
        PvSpinLock = State(features, "pvspinlock"),
        VmPort = State(features, "vmport"),
        Smm = State(features, "smm"),
    };

    public static XElement? Write(DomainFeatures features) => UnlessEmpty("features",
        Flag("acpi", features.Acpi),
        features.Apic ? new XElement("apic", OnOff("eoi", features.ApicEoi)) : null,
        Flag("pae", features.Pae),
        UnlessEmpty("kvm", State("hidden", features.KvmHidden)),
        State("pvspinlock", features.PvSpinLock),
        State("vmport", features.VmPort),
        State("smm", features.Smm));

    // A feature that is named without a state is on.
    private static bool? State(ElementReader parent, string name) =>
        parent.Child(name) is { } element ? element.OnOff("state") ?? true : null;

    private static XElement? State(string name, bool? state) => state is null ? null : new XElement(name, OnOff("state", state));
}
