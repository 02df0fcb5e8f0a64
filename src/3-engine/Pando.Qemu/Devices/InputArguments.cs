using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Keyboards and pointers. Those on PS/2 are part of every PC.</summary>
internal static class InputArguments
{
    public static IEnumerable<QemuArgument> Of(InputDevice input, ArgumentContext context)
    {
        string? driver = (input.Bus, input.Kind) switch
        {
            (InputBus.Usb, InputKind.Tablet) => "usb-tablet",
            (InputBus.Usb, InputKind.Mouse) => "usb-mouse",
            (InputBus.Usb, _) => "usb-kbd",
            (InputBus.Virtio, InputKind.Tablet) => "virtio-tablet-pci",
            (InputBus.Virtio, InputKind.Mouse) => "virtio-mouse-pci",
            (InputBus.Virtio, _) => "virtio-keyboard-pci",
            _ => null,
        };
        return driver is null ? [] : [context.Device(driver, input).At(input, context).As("-device")];
    }
}
