using System.Globalization;
using System.Xml.Linq;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>metadata_cache</c> of a driver or a format: how much memory an image's tables may take.</summary>
internal static class MetadataCacheXml
{
    public static long? Read(ElementReader holder) =>
        holder.Child("metadata_cache")?.Child("max_size") is { } size ? ScaledBytes.Read(size) : null;

    public static XElement? Write(long? bytes) => bytes is null ? null : new XElement("metadata_cache",
        new XElement("max_size", Attribute("unit", "bytes"), bytes.Value.ToString(CultureInfo.InvariantCulture)));
}
