using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Xml.Processors;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>cpu</c> element.</summary>
internal static class CpuXml
{
    private const int VendorIdLength = 12;

    private static readonly Func<char, bool> NameLetter = static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';

    public static CpuDefinition Read(ElementReader cpu, int vcpus)
    {
        var model = cpu.Child("model");
        var name = model?.Text() is null ? null : model.TextPlain(NameLetter, "A-Z a-z 0-9 . - _", 64);
        var mode = cpu.Word<CpuMode>("mode") ?? (name is null ? null : CpuMode.Custom);
        if (mode is CpuMode.Custom && name is null)
        {
            throw (model ?? cpu).Missing("model");
        }
        if (name is not null && mode is CpuMode.HostPassthrough or CpuMode.Maximum)
        {
            throw model!.Conflict($"mode='{XmlWords<CpuMode>.Of(mode.Value)}'");
        }
        var migratable = cpu.OnOff("migratable");
        if (migratable is not null && mode is not (CpuMode.HostPassthrough or CpuMode.Maximum))
        {
            throw cpu.BadValue("migratable", migratable.Value ? "on" : "off", "mode='host-passthrough' | 'maximum'");
        }
        return new CpuDefinition
        {
            Mode = mode,
            Match = cpu.Word<CpuMatch>("match"),
            Check = cpu.Word<CpuCheck>("check"),
            Migratable = migratable,
            Model = name,
            Fallback = model?.Word<CpuFallback>("fallback"),
            VendorId = model is null ? null : VendorId(model),
            Vendor = cpu.Child("vendor") is { } vendor ? Vendor(vendor, name) : null,
            Topology = cpu.Child("topology") is { } topology ? Topology(topology, vcpus) : null,
            Features = Features(cpu, mode),
            Cache = cpu.Child("cache") is { } cache ? CpuOptionsXml.Cache(cache, mode) : null,
            MaxPhysicalAddress = cpu.Child("maxphysaddr") is { } address ? CpuOptionsXml.Address(address) : null,
            Numa = cpu.Child("numa") is { } numa ? GuestNumaXml.Read(numa, vcpus) : null,
        };
    }

    public static XElement Write(CpuDefinition cpu) => new("cpu",
        Word("mode", cpu.Mode), Word("match", cpu.Match), Word("check", cpu.Check), OnOff("migratable", cpu.Migratable),
        UnlessEmpty("model", Word("fallback", cpu.Fallback), Attribute("vendor_id", cpu.VendorId), cpu.Model is null ? null : new XText(cpu.Model)),
        Text("vendor", cpu.Vendor),
        cpu.Topology is not { } topology ? null : new XElement("topology",
            Attribute("sockets", topology.Sockets), Attribute("dies", topology.Dies),
            Attribute("cores", topology.Cores), Attribute("threads", topology.Threads)),
        cpu.Cache is { } cache ? CpuOptionsXml.Write(cache) : null,
        cpu.MaxPhysicalAddress is { } address ? CpuOptionsXml.Write(address) : null,
        cpu.Features.Items.Select(feature => new XElement("feature", Word("policy", feature.Policy), Attribute("name", feature.Name))),
        cpu.Numa is { } numa ? GuestNumaXml.Write(numa) : null);

    private static string? VendorId(ElementReader model) =>
        model.Plain("vendor_id", static letter => letter != ',', "≠ ','", VendorIdLength) is not { } id || id.Length == VendorIdLength
            ? model.Attribute("vendor_id")
            : throw model.BadValue("vendor_id", id, $"{VendorIdLength} × ≠ ','");

    private static string Vendor(ElementReader vendor, string? model) =>
        model is null ? throw vendor.Conflict("model") : vendor.TextPlain(char.IsAsciiLetterOrDigit, "Intel | AMD | …", 12);

    private static CpuTopology Topology(ElementReader topology, int vcpus)
    {
        // Clusters came later; one in each die is what there is without them.
        topology.Only("clusters", "1");
        var read = new CpuTopology(
            topology.Number("sockets", 1, 4096) ?? throw topology.Missing("@sockets"),
            topology.Number("dies", 1, 4096) ?? 1,
            topology.Number("cores", 1, 4096) ?? throw topology.Missing("@cores"),
            topology.Number("threads", 1, 4096) ?? throw topology.Missing("@threads"));
        var product = (long)read.Sockets * read.Dies * read.Cores * read.Threads;
        return product == vcpus ? read : throw topology.BadValue(null,
            string.Create(CultureInfo.InvariantCulture, $"{read.Sockets} × {read.Dies} × {read.Cores} × {read.Threads}"),
            string.Create(CultureInfo.InvariantCulture, $"= {vcpus} (/domain/vcpu)"));
    }

    private static EquatableArray<CpuFeature> Features(ElementReader cpu, CpuMode? mode)
    {
        var features = cpu.Children("feature");
        return features.Count > 0 && mode is null ? throw cpu.Missing("model") : [.. features.Select(Feature)];
    }

    private static CpuFeature Feature(ElementReader feature)
    {
        var name = feature.Plain("name", NameLetter, "a-z 0-9 . - _", 64) ?? throw feature.Missing("@name");
        feature.Claim("cpu feature", name);
        return new CpuFeature(name, feature.Word<CpuFeaturePolicy>("policy"));
    }
}
