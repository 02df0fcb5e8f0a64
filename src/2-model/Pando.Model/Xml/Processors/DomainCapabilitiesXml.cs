using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Processors;

/// <summary>A model as <c>domainCapabilities</c> lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Usable">Whether a guest gets all of it; null for not known.</param>
/// <param name="Deprecated">Whether it is advised against.</param>
public sealed record ListedModel(string Name, bool? Usable, bool Deprecated);

/// <summary>What of <c>domainCapabilities</c> (libvirt's formatdomaincaps) is about a machine's program and its processors.</summary>
/// <param name="Emulator">The program.</param>
/// <param name="Type">The type of machine that it is about.</param>
/// <param name="Machine">The machine type.</param>
/// <param name="Architecture">The architecture.</param>
/// <param name="MostVcpus">The most virtual processors.</param>
/// <param name="Passthrough">Whether the host's own processor can be passed on.</param>
/// <param name="HostModel">What <c>host-model</c> becomes; null where that is not known.</param>
/// <param name="Models">The named models.</param>
public sealed record DomainCapabilities(
    string Emulator, DomainType Type, string Machine, string Architecture, int MostVcpus, bool Passthrough,
    CpuDefinition? HostModel, IReadOnlyList<ListedModel> Models);

/// <summary>Writes <c>domainCapabilities</c>.</summary>
public static class DomainCapabilitiesXml
{
    /// <summary>The document.</summary>
    public static string Write(DomainCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        return new XElement("domainCapabilities",
            new XElement("path", capabilities.Emulator),
            new XElement("domain", XmlWords<DomainType>.Of(capabilities.Type)),
            new XElement("machine", capabilities.Machine),
            new XElement("arch", capabilities.Architecture),
            new XElement("vcpu", Attribute("max", capabilities.MostVcpus)),
            new XElement("cpu",
                capabilities.Passthrough ? Mode("host-passthrough", Switch("hostPassthroughMigratable")) : Unsupported("host-passthrough"),
                Mode("maximum", Switch("maximumMigratable")),
                capabilities.HostModel is { } host ? Mode("host-model", HostModel(host)) : Unsupported("host-model"),
                Mode("custom", capabilities.Models.Select(Model)))).ToString();
    }

    private static XElement Mode(string name, params object?[] content) =>
        new("mode", Attribute("name", name), Attribute("supported", "yes"), content);

    private static XElement Unsupported(string mode) => new("mode", Attribute("name", mode), Attribute("supported", "no"));

    private static XElement Switch(string name) =>
        new("enum", Attribute("name", name), new XElement("value", "on"), new XElement("value", "off"));

    /// <summary>The children of the element that such a machine has.</summary>
    private static IEnumerable<XElement> HostModel(CpuDefinition host) => CpuXml.Write(host).Elements();

    private static XElement Model(ListedModel model) => new("model",
        Attribute("usable", model.Usable switch { true => "yes", false => "no", null => "unknown" }),
        Attribute("deprecated", model.Deprecated ? "yes" : null),
        model.Name);
}
