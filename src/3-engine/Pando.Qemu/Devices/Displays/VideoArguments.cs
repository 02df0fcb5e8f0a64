using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Video cards.</summary>
internal static class VideoArguments
{
    private const int KiBPerMiB = 1024;

    public static IEnumerable<QemuArgument> Of(VideoDevice video, ArgumentContext context)
    {
        if (video.Model == VideoModel.None)
        {
            return [];
        }

        bool primary = video.Primary || ReferenceEquals(video, context.Definition.Devices.Videos[0]);
        if (video.Driver == VideoDriver.VhostUser)
        {
            return VhostUserVideoArguments.Of(video, primary, context);
        }

        JsonForm form = video.Model switch
        {
            VideoModel.Virtio => Virtio(video, primary, context),
            VideoModel.Qxl => context.Device(primary ? "qxl-vga" : "qxl", video)
                .Add("max_outputs", video.Heads)
                .Add("ram_size", Bytes(video.RamKiB))
                .Add("vram_size", Bytes(video.VramKiB))
                .Add("vram64_size_mb", MiB(video.Vram64KiB))
                .Add("vgamem_mb", MiB(video.VgaMemoryKiB)),
            VideoModel.Bochs => context.Device("bochs-display", video).Add("vgamem", Bytes(video.VramKiB)),
            VideoModel.Cirrus => context.Device("cirrus-vga", video).Add("vgamem_mb", MiB(video.VramKiB)),
            VideoModel.VmVga => context.Device("vmware-svga", video).Add("vgamem_mb", MiB(video.VramKiB)),
            VideoModel.RamFrameBuffer => context.Device("ramfb", video),
            _ => context.Device(primary ? "VGA" : "secondary-vga", video).Add("vgamem_mb", MiB(video.VramKiB)),
        };
        return [Sized(form, video).At(video, context).As("-device")];
    }

    private static JsonForm Virtio(VideoDevice video, bool primary, ArgumentContext context)
    {
        string driver = (primary, video.Accel3D == true) switch
        {
            (true, true) => "virtio-vga-gl",
            (true, false) => "virtio-vga",
            (false, true) => "virtio-gpu-gl-pci",
            _ => "virtio-gpu-pci",
        };
        return context.Device(driver, video).Add(video.Virtio).Add("max_outputs", video.Heads).Add("blob", video.Blob);
    }

    /// <summary>The size of the screen: only cards that tell the guest of one (EDID) have it.</summary>
    private static JsonForm Sized(JsonForm form, VideoDevice video) => video.Resolution is { } size && HasSize(video.Model)
        ? form.Add("xres", size.Width).Add("yres", size.Height)
        : form;

    private static bool HasSize(VideoModel? model) => model is VideoModel.Vga or VideoModel.Qxl or VideoModel.Virtio or VideoModel.Bochs;

    private static long? Bytes(int? kib) => kib * 1024L;

    private static int? MiB(int? kib) => kib / KiBPerMiB;
}
