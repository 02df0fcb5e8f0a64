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
        JsonForm form = video.Model switch
        {
            VideoModel.Virtio => context.Device(primary ? "virtio-vga" : "virtio-gpu-pci", video).Add("max_outputs", video.Heads),
            VideoModel.Qxl => context.Device(primary ? "qxl-vga" : "qxl", video)
                .Add("max_outputs", video.Heads)
                .Add("ram_size", Bytes(video.RamKiB))
                .Add("vram_size", Bytes(video.VramKiB))
                .Add("vgamem_mb", MiB(video.VgaMemoryKiB)),
            VideoModel.Bochs => context.Device("bochs-display", video).Add("vgamem", Bytes(video.VramKiB)),
            VideoModel.Cirrus => context.Device("cirrus-vga", video).Add("vgamem_mb", MiB(video.VramKiB)),
            _ => context.Device(primary ? "VGA" : "secondary-vga", video).Add("vgamem_mb", MiB(video.VramKiB)),
        };
        return [form.At(video, context).As("-device")];
    }

    private static long? Bytes(int? kib) => kib * 1024L;

    private static int? MiB(int? kib) => kib / KiBPerMiB;
}
