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
        backing.Only("type", "file");
        if (backing.Child("source") is not { } source)
        {
            return DiskBacking.End;
        }
        source.Ignore("index");
        return new DiskBacking
        {
            Path = source.Path("file") ?? throw source.Missing("@file"),
            Format = backing.Child("format")?.RequiredWord<DiskFormat>("type"),
            Next = backing.Child("backingStore") is { } next ? Read(next) : null,
        };
    }

    public static XElement Write(DiskBacking backing) => backing.Path is null
        ? new XElement("backingStore")
        : new XElement("backingStore",
            Attribute("type", "file"),
            backing.Format is null ? null : new XElement("format", Word("type", backing.Format)),
            new XElement("source", Attribute("file", backing.Path)),
            backing.Next is null ? null : Write(backing.Next));
}
