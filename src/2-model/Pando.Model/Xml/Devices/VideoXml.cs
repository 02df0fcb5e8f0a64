using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>video</c> element.</summary>
internal static class VideoXml
{
    private const int MostKiB = 1 << 20;

    public static VideoDevice Read(ElementReader video)
    {
        var model = video.Child("model");
        var kind = model?.RequiredWord<VideoModel>("type");
        var primary = model?.YesNo("primary") == true;
        if (primary)
        {
            model!.Claim("video", "primary='yes'");
        }
        var qxl = kind == VideoModel.Qxl;
        return new VideoDevice
        {
            Model = kind,
            VramKiB = model?.Number("vram", 0, MostKiB),
            RamKiB = qxl ? model!.Number("ram", 0, MostKiB) : null,
            VgaMemoryKiB = qxl ? model!.Number("vgamem", 0, MostKiB) : null,
            Heads = model?.Number("heads", 1, 16),
            Primary = primary,
            Alias = PlaceXml.Alias(video),
            AcpiIndex = PlaceXml.AcpiIndex(video),
            Address = PlaceXml.Address(video, "pci", "pci"),
        };
    }

    public static XElement Write(VideoDevice video, DomainXmlOptions options) => new("video",
        UnlessEmpty("model", Word("type", video.Model), Attribute("ram", video.RamKiB), Attribute("vram", video.VramKiB),
            Attribute("vgamem", video.VgaMemoryKiB), Attribute("heads", video.Heads), video.Primary ? Attribute("primary", "yes") : null),
        PlaceXml.Write(video, options));
}
