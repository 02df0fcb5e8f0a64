using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Model.Xml;

/// <summary>
/// libvirt's domain XML in and out (<see href="https://libvirt.org/formatdomain.html"/>). An element or an
/// attribute that this version does not know is refused, never dropped. What is written can be read again and
/// gives the same definition.
/// </summary>
public static class DomainXml
{
    /// <summary>
    /// Reads a definition as it stands: no default is filled in, nothing is looked up. What belongs to a run of
    /// the machine (aliases, ports) is kept; <see cref="DomainDefaults.Complete"/> leaves it away.
    /// </summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the line and the path of the element.</exception>
    public static DomainDefinition Read(string text) => Read(new ElementReader(HostileXml.Read(text)));

    /// <summary>Reads a definition from a stream of UTF-8.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the line and the path of the element.</exception>
    public static DomainDefinition Read(Stream stream) => Read(new ElementReader(HostileXml.Read(stream)));

    /// <summary>Writes a definition; the same definition always gives the same text.</summary>
    public static string Write(DomainDefinition definition, DomainXmlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return XmlText.Of(DefinitionXml.Write(definition, options ?? DomainXmlOptions.Default));
    }

    private static DomainDefinition Read(ElementReader root)
    {
        var definition = DefinitionXml.Read(root);
        root.End();
        return definition;
    }
}
