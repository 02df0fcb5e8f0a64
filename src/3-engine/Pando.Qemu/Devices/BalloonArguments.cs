using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The memory balloon.</summary>
internal static class BalloonArguments
{
    private const string Driver = "virtio-balloon-pci";
    private const string FreePageReporting = "free-page-reporting";

    public static IEnumerable<QemuArgument> Of(MemballoonDevice? balloon, ArgumentContext context)
    {
        if (balloon is null or { Model: MemballoonModel.None })
        {
            return [];
        }

        string driver = balloon.Model switch
        {
            MemballoonModel.VirtioTransitional => Driver + "-transitional",
            MemballoonModel.VirtioNonTransitional => Driver + "-non-transitional",
            _ => Driver,
        };
        JsonForm form = context.Device(driver, balloon)
            .Add("deflate-on-oom", balloon.AutoDeflate)
            .Add(FreePageReporting, context.Capabilities.Has(Driver, FreePageReporting) ? balloon.FreePageReporting : null)
            .Add(balloon.Virtio);
        return [form.At(balloon, context).As("-device")];
    }
}
