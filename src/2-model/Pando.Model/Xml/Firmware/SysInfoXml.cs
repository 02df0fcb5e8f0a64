using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Firmware;

/// <summary>The <c>sysinfo</c> elements: one for SMBIOS at most, any number for the firmware configuration device.</summary>
internal static class SysInfoXml
{
    private const string Smbios = "smbios";
    private const string FirmwareConfig = "fwcfg";

    public static SmbiosInfo? ReadSmbios(ElementReader domain, DomainId id)
    {
        SmbiosInfo? found = null;
        foreach (var element in OfType(domain, Smbios))
        {
            element.Claim("sysinfo", Smbios);
            found = SmbiosXml.Read(element, id);
        }
        return found;
    }

    public static EquatableArray<FirmwareConfigEntry> ReadFirmwareConfig(ElementReader domain) =>
        [.. OfType(domain, FirmwareConfig).SelectMany(element => element.Children("entry")).Select(Entry)];

    public static IEnumerable<XElement?> Write(DomainDefinition definition) =>
    [
        definition.SysInfo is not { } info ? null : SmbiosXml.Write(info),
        definition.FirmwareConfig.IsEmpty ? null : new XElement("sysinfo", Attribute("type", FirmwareConfig), definition.FirmwareConfig.Items.Select(entry =>
            new XElement("entry", Attribute("name", entry.Name), Attribute("file", entry.FilePath), entry.Value))),
    ];

    private static IEnumerable<ElementReader> OfType(ElementReader domain, string type)
    {
        foreach (var element in domain.Children("sysinfo"))
        {
            _ = element.RequiredAttribute("type");
            element.Only("type", Smbios, FirmwareConfig);
            if (element.Attribute("type") == type)
            {
                yield return element;
            }
        }
    }

    private static FirmwareConfigEntry Entry(ElementReader entry)
    {
        var name = entry.RequiredAttribute("name");
        // opt/ is for users (QEMU's docs/specs/fw_cfg.rst); these two within it are taken.
        var free = name.StartsWith("opt/", StringComparison.Ordinal) && name.Length <= 55
            && !name.StartsWith("opt/ovmf/", StringComparison.Ordinal) && !name.StartsWith("opt/org.qemu/", StringComparison.Ordinal);
        if (!free)
        {
            throw entry.BadValue("name", name, "opt/… (≤ 55), ≠ opt/ovmf/…, opt/org.qemu/…");
        }
        entry.Claim("fwcfg", name);
        var (text, file) = (entry.Text(), entry.Path("file"));
        return text is null && file is null ? throw entry.Missing("@file") : new FirmwareConfigEntry(name, file is null ? text : null, file);
    }
}
