using System.Xml.Linq;
using Pando.Model.Domains;
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

    public static XElement Write(DiskBacking backing, DomainXmlOptions options) => Write(backing, options, [], isRunning: false);

    /// <summary>What is below an image: as the definition has it, and of a running machine what was found there, too, down to the chain's end.</summary>
    public static XElement? WriteBelow(DiskBacking? backing, DomainXmlOptions options, IReadOnlyList<RunningImage> images, bool isRunning) =>
        backing is null && !isRunning ? null
        : backing is null && images.Count > 0 ? Found(images[0], options, images)
        : Write(backing ?? DiskBacking.End, options, images, isRunning);

    private static XElement Write(DiskBacking backing, DomainXmlOptions options, IReadOnlyList<RunningImage> images, bool isRunning) => backing.Source is null
        ? new XElement("backingStore")
        : new XElement("backingStore",
            Word<DiskSourceKind>("type", SourceXml.KindOf(backing.Source)),
            Attribute("index", images.Count > 0 ? images[0].Number : null),
            backing.Format is null ? null : new XElement("format", Word("type", backing.Format), MetadataCacheXml.Write(backing.MetadataCacheBytes)),
            SourceXml.Write(backing.Source, options),
            WriteBelow(backing.Next, options, [.. images.Skip(1)], isRunning));

    /// <summary>One that the definition says nothing of: it stands in the image above it.</summary>
    private static XElement Found(RunningImage image, DomainXmlOptions options, IReadOnlyList<RunningImage> images)
    {
        DiskSource source = image.Path!.StartsWith("/dev/", StringComparison.Ordinal) ? new BlockSource(image.Path) : new FileSource(image.Path);
        return new XElement("backingStore",
            Word<DiskSourceKind>("type", SourceXml.KindOf(source)), Attribute("index", image.Number),
            new XElement("format", Attribute("type", image.Format)),
            SourceXml.Write(source, options),
            WriteBelow(null, options, [.. images.Skip(1)], isRunning: true));
    }
}
