using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>backingStore</c> element: one image below another; an empty one ends the chain.</summary>
internal static class BackingXml
{
    public static DiskBacking Read(ElementReader backing)
    {
        backing.Ignore("index");
        if (SourceXml.Read(backing) is not { } source)
        {
            return backing.Child("source") is { } empty ? throw empty.Missing("@*") : DiskBacking.End;
        }
        var format = backing.Child("format");
        return new DiskBacking
        {
            Source = source,
            Format = format?.RequiredWord<DiskFormat>("type"),
            MetadataCacheBytes = format is null ? null : MetadataCacheXml.Read(format),
            Next = backing.Child("backingStore") is { } next ? Read(next) : null,
        };
    }

    public static XElement Write(DiskBacking backing, DomainXmlOptions options) => backing.Source is null
        ? new XElement("backingStore")
        : new XElement("backingStore",
            Word<DiskSourceKind>("type", SourceXml.KindOf(backing.Source)),
            backing.Format is null ? null : new XElement("format", Word("type", backing.Format), MetadataCacheXml.Write(backing.MetadataCacheBytes)),
            SourceXml.Write(backing.Source, options),
            backing.Next is null ? null : Write(backing.Next, options));
}
