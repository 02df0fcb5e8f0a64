using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Keyboards and pointers. Those on PS/2 are part of every PC.</summary>
internal static class InputArguments
{
    public static IEnumerable<QemuArgument> Of(InputDevice input, ArgumentContext context) => (input.Bus, input.Kind) switch
    {
        (_, InputKind.EventDevice) => EventDevice(input),
        (InputBus.Usb, InputKind.Tablet) => [Usb("usb-tablet", input, context)],
        (InputBus.Usb, InputKind.Mouse) => [Usb("usb-mouse", input, context)],
        (InputBus.Usb, _) => [Usb("usb-kbd", input, context)],
        (InputBus.Virtio, InputKind.PassThrough) => PassThrough(input, context),
        (InputBus.Virtio, InputKind.Tablet) => [Virtio("virtio-tablet-pci", input, context).At(input, context).As("-device")],
        (InputBus.Virtio, InputKind.Mouse) => [Virtio("virtio-mouse-pci", input, context).At(input, context).As("-device")],
        (InputBus.Virtio, _) => [Virtio("virtio-keyboard-pci", input, context).At(input, context).As("-device")],
        _ => [],
    };

    private static QemuArgument Usb(string driver, InputDevice input, ArgumentContext context) =>
        context.Device(driver, input).At(input, context).As("-device");

    private static JsonForm Virtio(string driver, InputDevice input, ArgumentContext context) => context.Device(VirtioArguments.Driver(driver, input.Model), input).Add(input.Virtio);

    // QEMU 7.2 opens devices of the host by their names only (open(2) in ui/input-linux.c and hw/input/virtio-input-host.c).
    private static IEnumerable<QemuArgument> PassThrough(InputDevice input, ArgumentContext context) =>
        [Virtio("virtio-input-host-pci", input, context).Add("evdev", input.SourcePath).At(input, context).As("-device")];

    private static IEnumerable<QemuArgument> EventDevice(InputDevice input) =>
    [
        JsonForm.Object("input-linux", ArgumentContext.Alias(input))
            .Add("evdev", input.SourcePath)
            .Add("grab_all", input.Grab is { All: true } ? true : null)
            .Add("repeat", input.Grab?.Repeat)
            .Add("grab-toggle", input.Grab?.Toggle is { } toggle ? Word(toggle) : null)
            .As("-object"),
    ];

    private static string Word(InputGrabToggle toggle) => toggle switch
    {
        InputGrabToggle.CtrlCtrl => "ctrl-ctrl",
        InputGrabToggle.AltAlt => "alt-alt",
        InputGrabToggle.ShiftShift => "shift-shift",
        InputGrabToggle.MetaMeta => "meta-meta",
        InputGrabToggle.ScrollLock => "scrolllock",
        _ => "ctrl-scrolllock",
    };
}
