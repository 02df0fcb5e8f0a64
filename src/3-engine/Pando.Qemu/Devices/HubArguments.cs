using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>USB hubs.</summary>
internal static class HubArguments
{
    public static QemuArgument Of(HubDevice hub, ArgumentContext context) => context.Device("usb-hub", hub).At(hub, context).As("-device");
}
