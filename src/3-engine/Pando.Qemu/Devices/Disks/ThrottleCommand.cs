using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;
using Pando.Qmp;

namespace Pando.Qemu.Devices;

/// <summary>How fast a guest may use a disk: told over QMP, before it runs and whenever it changes.</summary>
public static class ThrottleCommand
{
    /// <summary>The command that sets all limits of a disk, and removes those that it has no more.</summary>
    public static BlockSetIoThrottle Of(DiskDevice disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        DiskThrottle throttle = disk.Throttle ?? new DiskThrottle();
        JsonForm form = new JsonForm().Add("id", Id(disk));
        Add(form, "bps", throttle.TotalBytes);
        Add(form, "bps_rd", throttle.ReadBytes);
        Add(form, "bps_wr", throttle.WriteBytes);
        Add(form, "iops", throttle.TotalRequests);
        Add(form, "iops_rd", throttle.ReadRequests);
        Add(form, "iops_wr", throttle.WriteRequests);
        return new BlockSetIoThrottle(form.Add("iops_size", throttle.RequestBytes).Add("group", throttle.Group).Value);
    }

    // The device that has the disk, inside the one on PCI.
    private static string Id(DiskDevice disk) =>
        disk.Bus == DiskBus.Virtio ? $"/machine/peripheral/{ArgumentContext.Alias(disk)}/virtio-backend" : ArgumentContext.Alias(disk);

    private static void Add(JsonForm form, string name, ThrottleRate? rate) => form
        .Add(name, rate?.PerSecond ?? 0)
        .Add($"{name}_max", rate?.Most)
        .Add($"{name}_max_length", rate?.MostSeconds);
}
