using System.Text;
using System.Xml;
using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Model.Xml;

/// <summary>The <c>metadata</c> element: what other programs keep, word for word, one element for each namespace.</summary>
public static class MetadataXml
{
    private static readonly XmlWriterSettings AsItIs = new()
    {
        OmitXmlDeclaration = true,
        Indent = false,
        NewLineHandling = NewLineHandling.Entitize,
        ConformanceLevel = ConformanceLevel.Fragment,
    };

    internal static EquatableArray<MetadataElement> Read(ElementReader metadata)
    {
        var elements = new List<MetadataElement>();
        foreach (var child in metadata.Children())
        {
            var element = child.Whole();
            if (element.Name.NamespaceName.Length == 0)
            {
                throw child.Fails(ErrorCodes.Definition.Missing);
            }
            child.Claim("metadata", element.Name.NamespaceName);
            elements.Add(new MetadataElement(element.Name.NamespaceName, Text(element)));
        }
        return elements.ToEquatableArray();
    }

    internal static XElement? Write(EquatableArray<MetadataElement> metadata) =>
        metadata.IsEmpty ? null : new XElement("metadata", metadata.Items.Select(Element));

    /// <summary>
    /// An element as libvirt shows it by itself: without its namespace, in it and in all below it that are in the same
    /// (<c>virDomainGetMetadata</c>).
    /// </summary>
    public static string Plain(MetadataElement kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var element = HostileXml.Read(kept.Xml);
        foreach (var one in element.DescendantsAndSelf().ToList())
        {
            one.Attributes().Where(attribute => attribute.IsNamespaceDeclaration && attribute.Value == kept.NamespaceUri).Remove();
            one.Name = one.Name.NamespaceName == kept.NamespaceUri ? one.Name.LocalName : one.Name;
        }
        return Text(element);
    }

    private static XElement Element(MetadataElement kept)
    {
        // Read again, so that a text some other code made cannot break the document.
        var element = HostileXml.Read(kept.Xml);
        if (element.Name.NamespaceName != kept.NamespaceUri)
        {
            throw new ArgumentException($"The metadata element is in {element.Name.NamespaceName}, not in {kept.NamespaceUri}.", nameof(kept));
        }
        var place = new XElement("kept");
        place.AddAnnotation(new XmlText.Verbatim(kept.Xml));
        return place;
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, AsItIs))
        {
            element.WriteTo(writer);
        }
        return text.ToString();
    }
}
