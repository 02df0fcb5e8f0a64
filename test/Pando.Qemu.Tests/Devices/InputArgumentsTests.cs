using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Tests.Devices;

public sealed class InputArgumentsTests
{
    [Theory]
    [InlineData(InputKind.Tablet, "usb-tablet")]
    [InlineData(InputKind.Mouse, "usb-mouse")]
    [InlineData(InputKind.Keyboard, "usb-kbd")]
    public void On_USB(InputKind kind, string driver)
    {
        var input = new InputDevice { Kind = kind, Bus = InputBus.Usb, Address = new UsbAddress(0, "1") };

        Assert.Equal(
            [$$"""-device {"driver":"{{driver}}","id":"input0","bus":"usb.0","port":"1"}"""],
            TestMachine.Added(devices => devices with { Inputs = [input] }));
    }

    [Theory]
    [InlineData(InputKind.Tablet, "virtio-tablet-pci")]
    [InlineData(InputKind.Mouse, "virtio-mouse-pci")]
    [InlineData(InputKind.Keyboard, "virtio-keyboard-pci")]
    public void On_virtio(InputKind kind, string driver)
    {
        var input = new InputDevice { Kind = kind, Bus = InputBus.Virtio, Address = new PciAddress(3, 0) };

        Assert.Equal(
            [$$"""-device {"driver":"{{driver}}","id":"input0","bus":"pci.3","addr":"0x0"}"""],
            TestMachine.Added(devices => devices with { Inputs = [input] }));
    }

    [Fact]
    public void Those_of_every_PC_have_no_argument()
    {
        Assert.Empty(TestMachine.Added(
            devices => devices with { Inputs = [new InputDevice { Kind = InputKind.Keyboard, Bus = InputBus.Ps2 }] }));
    }
}
