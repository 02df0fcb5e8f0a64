using System.Xml.Linq;
using Pando.Model.Xml;

namespace Pando.Model.Domains;

/// <summary>What another program keeps in a definition: one element in a namespace of its own.</summary>
/// <param name="NamespaceUri">The namespace, at most once in a definition.</param>
/// <param name="Xml">The element as text, kept as it was written.</param>
public sealed record MetadataElement(string NamespaceUri, string Xml)
{
    /// <summary>The element, to look into.</summary>
    public XElement Read() => HostileXml.Read(Xml);
}
