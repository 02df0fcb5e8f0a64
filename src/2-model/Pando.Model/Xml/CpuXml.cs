using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml;

/// <summary>The <c>cpu</c> element.</summary>
internal static class CpuXml
{
    private static readonly Func<char, bool> NameLetter = static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';

    public static CpuDefinition Read(ElementReader cpu, int vcpus)
    {
        var model = cpu.Child("model");
        var mode = cpu.Word<CpuMode>("mode") ?? (model is null ? null : CpuMode.Custom);
        var name = model?.Text() is null ? null : model.TextPlain(NameLetter, "A-Z a-z 0-9 . - _", 64);
        if (mode is CpuMode.Custom && name is null)
        {
            throw cpu.Missing("model");
        }
        if (name is not null && mode is not CpuMode.Custom)
        {
            throw model!.Conflict($"mode='{XmlWords<CpuMode>.Of(mode!.Value)}'");
        }
        return new CpuDefinition
        {
            Mode = mode,
            Match = cpu.Word<CpuMatch>("match"),
            Check = cpu.Word<CpuCheck>("check"),
            Migratable = cpu.OnOff("migratable"),
            Model = name,
            Fallback = model?.Word<CpuFallback>("fallback"),
            Vendor = cpu.Child("vendor") is { } vendor ? vendor.TextPlain(char.IsAsciiLetterOrDigit, "Intel | AMD | …", 12) : null,
            Topology = cpu.Child("topology") is { } topology ? Topology(topology, vcpus) : null,
            Features = [.. cpu.Children("feature").Select(Feature)],
        };
    }

    public static XElement Write(CpuDefinition cpu) => new("cpu",
        Word("mode", cpu.Mode), Word("match", cpu.Match), Word("check", cpu.Check), OnOff("migratable", cpu.Migratable),
        UnlessEmpty("model", Word("fallback", cpu.Fallback), cpu.Model is null ? null : new XText(cpu.Model)),
        Text("vendor", cpu.Vendor),
        cpu.Topology is not { } topology ? null : new XElement("topology",
            Attribute("sockets", topology.Sockets), Attribute("dies", topology.Dies),
            Attribute("cores", topology.Cores), Attribute("threads", topology.Threads)),
        cpu.Features.Items.Select(feature => new XElement("feature", Word("policy", feature.Policy), Attribute("name", feature.Name))));

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

    private static CpuFeature Feature(ElementReader feature)
    {
        var name = feature.Plain("name", NameLetter, "a-z 0-9 . - _", 64) ?? throw feature.Missing("@name");
        feature.Claim("cpu feature", name);
        return new CpuFeature(name, feature.Word<CpuFeaturePolicy>("policy"));
    }
}
