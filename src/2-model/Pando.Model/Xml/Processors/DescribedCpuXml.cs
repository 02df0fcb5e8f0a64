using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Model.Xml.Processors;

/// <summary>
/// Finds the processors that documents describe, as virsh does: <c>cpu</c> elements by themselves, those of machines, of
/// <c>capabilities</c> and what <c>host-model</c> is in <c>domainCapabilities</c>; any number, one after the other.
/// </summary>
public static partial class DescribedCpuXml
{
    private static readonly string[] Known =
        ["arch", "model", "vendor", "microcode", "signature", "counter", "topology", "cache", "maxphysaddr", "feature", "pages", "numa"];

    /// <summary>The processors, in the order of the text.</summary>
    /// <param name="text">The documents.</param>
    /// <param name="strict">Whether elements that no processor has are refused; else they are passed over.</param>
    /// <exception cref="CallerException"><c>definition.malformed</c>, <c>definition.no-cpu</c>, <c>definition.bad-value</c>, <c>definition.unsupported</c>.</exception>
    public static IReadOnlyList<DescribedCpu> ReadAll(string text, bool strict)
    {
        ArgumentNullException.ThrowIfNull(text);
        // On one line with what comes first, so that lines keep their numbers.
        var root = HostileXml.Read($"<container>{Declaration().Replace(text, "")}</container>");
        DescribedCpu[] found = [.. root.Elements().SelectMany(Processors).Select(cpu => Read(cpu, strict))];
        return found.Length > 0 ? found : throw new CallerException(ErrorCodes.Definition.NoCpu);
    }

    private static IEnumerable<XElement> Processors(XElement document) => document.Name.LocalName switch
    {
        "cpu" => [document],
        "domain" => document.Elements("cpu"),
        "capabilities" => document.Elements("host").Elements("cpu"),
        "domainCapabilities" => document.Elements("cpu").Elements("mode").Where(static mode => mode.Attribute("name")?.Value == "host-model" && mode.Attribute("supported")?.Value == "yes"),
        _ => [],
    };

    private static DescribedCpu Read(XElement cpu, bool strict)
    {
        if (strict && cpu.Elements().FirstOrDefault(static child => !Known.Contains(child.Name.LocalName)) is { } unknown)
        {
            throw new CallerException(ErrorCodes.Definition.Unsupported, ("line", XmlLines.Text(XmlLines.Of(unknown))), ("element", $"/cpu/{unknown.Name.LocalName}"), ("reason", ""));
        }
        return new DescribedCpu
        {
            Architecture = Word(cpu.Element("arch")?.Value),
            // What host-model is stands as an element of another name.
            Mode = cpu.Name.LocalName == "mode" ? CpuMode.Custom : Value<CpuMode>(cpu, cpu.Attribute("mode")),
            Match = Value<CpuMatch>(cpu, cpu.Attribute("match")),
            Model = Word(cpu.Element("model")?.Value),
            Vendor = Word(cpu.Element("vendor")?.Value),
            Features = [.. cpu.Elements("feature").Select(feature => new CpuFeature(
                Word(feature.Attribute("name")?.Value)
                    ?? throw new CallerException(ErrorCodes.Definition.Missing, ("line", XmlLines.Text(XmlLines.Of(feature))), ("element", "/cpu/feature/@name")),
                Value<CpuFeaturePolicy>(feature, feature.Attribute("policy"))))],
        };
    }

    private static string? Word(string? text) => text?.Trim() is { Length: > 0 } word ? word : null;

    private static T? Value<T>(XElement element, XAttribute? attribute)
        where T : struct, Enum =>
        attribute is null
            ? null
            : XmlWords<T>.TryRead(attribute.Value, out var value)
                ? value
                : throw new CallerException(
                    ErrorCodes.Definition.BadValue, ("line", XmlLines.Text(XmlLines.Of(element))), ("element", $"/{element.Name.LocalName}/@{attribute.Name.LocalName}"),
                    ("value", attribute.Value), ("reason", XmlWords<T>.All));

    [GeneratedRegex(@"<\?xml[^>]*\?>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Declaration();
}
