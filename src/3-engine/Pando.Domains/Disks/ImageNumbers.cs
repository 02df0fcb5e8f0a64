using Pando.Domains.Starting;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.HotPlug;

namespace Pando.Domains.Disks;

/// <summary>Gives the images of a running machine's disks their numbers.</summary>
internal static class ImageNumbers
{
    /// <summary>The images of these disks with the numbers behind the last one given. As libvirt counts: the last disk first, from its top down.</summary>
    public static (IReadOnlyList<RunningImage> Images, int Last) Of(IEnumerable<DiskDevice> disks, GuestFiles? files, int last)
    {
        var images = new List<RunningImage>();
        foreach (var disk in disks.Reverse())
        {
            foreach (var (path, format) in DiskImages.Of(disk, files?.Disks.GetValueOrDefault(disk.TargetName)))
            {
                images.Add(new RunningImage(disk.Alias!.Value.Name, ++last, path, format));
            }
        }
        return (images, last);
    }

    /// <summary>What is in force, with images for these disks in place of those they had.</summary>
    public static LiveDomain With(LiveDomain live, IEnumerable<DiskDevice> disks, GuestFiles? files)
    {
        var (images, last) = Of(disks, files, live.LastImage);
        var kept = Without(live, [.. disks.Select(static disk => disk.Alias!.Value.Name)]);
        return live with { Images = [.. kept, .. images], LastImage = last };
    }

    /// <summary>The images without those of devices that are gone.</summary>
    public static EquatableArray<RunningImage> Without(LiveDomain live, IReadOnlyCollection<string> aliases) =>
        live.Images.RemoveAll(image => aliases.Contains(image.Disk, StringComparer.Ordinal));
}
