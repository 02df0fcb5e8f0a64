using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>video</c> element.</summary>
internal static class VideoXml
{
    private const int MostKiB = 1 << 20;
    private const int LeastKiB = 1024;
    private const int MostPixels = 16384;

    /// <summary>All cards of a machine: which of them may stand beside which.</summary>
    public static EquatableArray<VideoDevice> ReadAll(ElementReader devices)
    {
        var elements = devices.Children("video");
        var videos = elements.Select(Read).ToEquatableArray();
        var first = videos.Items.Any(video => video.Primary) ? videos.Items.IndexOf(videos.Items.First(video => video.Primary)) : 0;
        for (var i = 0; i < videos.Count; i++)
        {
            // Only these work without the registers of a VGA card, which a machine has once.
            if (i != first && videos[i].Model is not (VideoModel.Virtio or VideoModel.Qxl))
            {
                throw elements[i].BadValue(null, videos[i].Model is { } model ? XmlWords<VideoModel>.Of(model) : "", "virtio | qxl");
            }
            if (videos[i].Model == VideoModel.None && videos.Count > 1)
            {
                throw elements[i].Conflict("/domain/devices/video");
            }
        }
        return videos;
    }

    public static XElement Write(VideoDevice video, DomainXmlOptions options) => new("video",
        UnlessEmpty("driver", [Word("name", video.Driver), .. VirtioOptionsXml.Write(video.Virtio)]),
        UnlessEmpty("model", Word("type", video.Model), Attribute("ram", video.RamKiB), Attribute("vram", video.VramKiB), Attribute("vram64", video.Vram64KiB),
            Attribute("vgamem", video.VgaMemoryKiB), Attribute("heads", video.Heads), video.Primary ? Attribute("primary", "yes") : null, OnOff("blob", video.Blob),
            UnlessEmpty("acceleration", YesNo("accel3d", video.Accel3D), Attribute("rendernode", video.RenderNode)),
            UnlessEmpty("resolution", Attribute("x", video.Resolution?.Width), Attribute("y", video.Resolution?.Height))),
        PlaceXml.Write(video, options));

    private static VideoDevice Read(ElementReader video)
    {
        var driver = video.Child("driver");
        var model = video.Child("model");
        var kind = model?.RequiredWord<VideoModel>("type");
        var primary = model?.YesNo("primary") == true;
        if (primary)
        {
            model!.Claim("video", "primary='yes'");
        }
        var name = driver?.Word<VideoDriver>("name");
        if (name == VideoDriver.VhostUser && kind != VideoModel.Virtio)
        {
            throw driver!.Conflict("model/@type != 'virtio'");
        }
        var vram = model?.Number("vram", 0, MostKiB);
        if (kind is VideoModel.Vga or VideoModel.VmVga && vram is > 0 and < LeastKiB)
        {
            throw model!.BadValue("vram", model.Attribute("vram")!, "1024…1048576");
        }
        var qxl = kind == VideoModel.Qxl;
        var read = new VideoDevice
        {
            Model = kind,
            Driver = name,
            Virtio = VirtioOptionsXml.Read(driver),
            VramKiB = vram,
            RamKiB = qxl ? model!.Number("ram", 0, MostKiB) : null,
            Vram64KiB = qxl ? model!.Number("vram64", 0, int.MaxValue) : null,
            VgaMemoryKiB = qxl ? model!.Number("vgamem", 0, MostKiB) : null,
            Heads = model?.Number("heads", 1, 16),
            Primary = primary,
            Blob = kind == VideoModel.Virtio ? model!.OnOff("blob") : null,
            Resolution = model?.Child("resolution") is { } size ? Resolution(size) : null,
            Alias = PlaceXml.Alias(video),
            AcpiIndex = PlaceXml.AcpiIndex(video),
            Address = PlaceXml.Address(video, "pci", "pci"),
        };
        return model?.Child("acceleration") is { } acceleration ? Accelerated(read, acceleration) : read;
    }

    private static VideoDevice Accelerated(VideoDevice video, ElementReader acceleration)
    {
        // No card of QEMU's draws in two dimensions with the host's.
        acceleration.Only("accel2d", "no");
        var enabled = acceleration.YesNo("accel3d");
        if (enabled == true && video.Model != VideoModel.Virtio)
        {
            throw acceleration.Conflict("model/@type != 'virtio'");
        }
        return video with { Accel3D = enabled, RenderNode = acceleration.Path("rendernode") };
    }

    private static VideoResolution Resolution(ElementReader resolution) => new(
        resolution.Number("x", 1, MostPixels) ?? throw resolution.Missing("@x"),
        resolution.Number("y", 1, MostPixels) ?? throw resolution.Missing("@y"));
}
