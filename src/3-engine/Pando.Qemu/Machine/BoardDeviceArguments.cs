using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>Devices that a definition speaks of outside of its devices: the generation's identity, the place of crash notes.</summary>
internal static class BoardDeviceArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context)
    {
        DomainDefinition definition = context.Definition;
        if (definition.GenerationId is { } generation)
        {
            context.Capabilities.Require("vmgenid");
            yield return JsonForm.Device("vmgenid", "vmgenid0").Add("guid", generation.ToString()).As("-device");
        }

        if (definition.Features.VmCoreInfo == true)
        {
            context.Capabilities.Require("vmcoreinfo");
            yield return new JsonForm().Add("driver", "vmcoreinfo").As("-device");
        }
    }
}
