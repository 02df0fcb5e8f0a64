using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>Video cards and their memory; the one that shows the firmware comes first.</summary>
internal static class VideoDefaults
{
    private const int UsualKiB = 16384;
    private const int QxlKiB = 65536;

    public static EquatableArray<VideoDevice> Complete(DomainDevices devices, VideoModel usual)
    {
        var videos = devices.Videos.IsEmpty && !devices.Graphics.IsEmpty ? [new VideoDevice()] : devices.Videos;
        var ordered = videos.Items.OrderByDescending(video => video.Primary)
            .Select((video, index) => Complete(video with { Model = video.Model ?? usual, Primary = index == 0 }));
        return ordered.ToEquatableArray();
    }

    private static VideoDevice Complete(VideoDevice video) => video.Model switch
    {
        VideoModel.None => video with { Primary = false },
        VideoModel.Virtio or VideoModel.RamFrameBuffer => video with { Heads = video.Heads ?? 1 },
        VideoModel.Qxl => video with
        {
            VramKiB = video.VramKiB ?? QxlKiB,
            RamKiB = video.RamKiB ?? QxlKiB,
            VgaMemoryKiB = video.VgaMemoryKiB ?? UsualKiB,
            Heads = video.Heads ?? 1,
        },
        _ => video with { VramKiB = video.VramKiB ?? UsualKiB, Heads = video.Heads ?? 1 },
    };
}
