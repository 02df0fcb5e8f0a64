using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>The card that shows the firmware has a slot of its own on the root bus, where old guests look for it.</summary>
internal static class FirstScreen
{
    public static EquatableArray<VideoDevice> Fix(EquatableArray<VideoDevice> videos, PciTopology buses, Chipset chipset, int slot)
    {
        if (videos.IsEmpty || videos[0] is { Model: VideoModel.None or VideoModel.RamFrameBuffer } or { Address: not null })
        {
            return videos;
        }
        var root = buses.Buses[0];
        if (root.IsSlotTaken(slot))
        {
            return videos.SetItem(0, videos[0] with { Address = buses.Place(PciNeeds.Of(videos[0], chipset), videos[0]) });
        }
        root.Take(slot, 0, isPort: false);
        return videos.SetItem(0, videos[0] with { Address = new PciAddress(0, slot) });
    }
}
