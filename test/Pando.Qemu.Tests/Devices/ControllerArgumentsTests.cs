using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Qemu.Tests.Devices;

public sealed class ControllerArgumentsTests
{
    [Fact]
    public void Ports_and_bridges_stand_where_they_were_put()
    {
        Assert.Equal(
            [
                """{"driver":"pcie-root-port","id":"pci.1","port":16,"chassis":1,"bus":"pcie.0","multifunction":true,"addr":"0x2"}""",
                """{"driver":"pcie-root-port","id":"pci.2","port":17,"chassis":2,"bus":"pcie.0","addr":"0x2.0x1"}""",
                """{"driver":"pcie-root-port","id":"pci.3","port":18,"chassis":3,"bus":"pcie.0","addr":"0x2.0x2"}""",
            ],
            TestMachine.Build(TestMachine.Definition).Values("-device").Take(3));
    }

    [Fact]
    public void A_bridge_comes_after_the_port_it_sits_in_whatever_the_order_of_the_definition()
    {
        IReadOnlyList<string?> devices = TestMachine.Build(TestMachine.With(d => d with
        {
            Controllers =
            [
                new PciController { Model = PciControllerModel.PciBridge, Index = 5, ChassisNumber = 5, Address = new PciAddress(4, 1) },
                new PciController { Model = PciControllerModel.PcieToPciBridge, Index = 4, Address = new PciAddress(3, 0) },
                .. d.Controllers,
            ],
        })).Values("-device");

        Assert.Equal("""{"driver":"pcie-pci-bridge","id":"pci.4","bus":"pci.3","addr":"0x0"}""", devices[3]);
        Assert.Equal("""{"driver":"pci-bridge","id":"pci.5","chassis_nr":5,"bus":"pci.4","addr":"0x1"}""", devices[4]);
    }

    [Fact]
    public void A_USB_controller_has_as_many_slow_ports_as_fast_ones()
    {
        Assert.Contains(
            """{"driver":"qemu-xhci","id":"usb","p2":15,"p3":15,"bus":"pci.1","addr":"0x0"}""",
            TestMachine.Build(TestMachine.Definition).Values("-device"));
    }

    [Fact]
    public void Companions_follow_their_EHCI_controller_and_have_no_id()
    {
        IReadOnlyList<string> added = TestMachine.Added(devices => devices with
        {
            Controllers = devices.Controllers.Add(Usb(UsbControllerModel.Ich9Uhci1, 0, 0)).Add(Usb(UsbControllerModel.Ich9Ehci1, 7, null)),
        });

        Assert.Equal(
            [
                """-device {"driver":"ich9-usb-ehci1","id":"usb1","bus":"pcie.0","addr":"0x1d.0x7"}""",
                """-device {"driver":"ich9-usb-uhci1","masterbus":"usb1.0","firstport":0,"bus":"pcie.0","multifunction":true,"addr":"0x1d"}""",
            ],
            added);
    }

    [Fact]
    public void The_chipsets_own_controllers_have_no_arguments_and_further_ones_do()
    {
        Assert.Equal(
            ["""-device {"driver":"ich9-ahci","id":"sata1","bus":"pci.3","addr":"0x0"}"""],
            TestMachine.Added(devices => devices with
            {
                Controllers = devices.Controllers.Add(new SataController { Index = 1, Address = new PciAddress(3, 0) }),
            }));
    }

    [Fact]
    public void A_q35_machine_has_no_IDE()
    {
        CallerException refusal = Assert.Throws<CallerException>(() => TestMachine.Added(
            devices => devices with { Controllers = devices.Controllers.Add(new IdeController { Index = 0 }) }));

        Assert.Equal(ErrorCodes.Qemu.CannotExpress, refusal.Code);
    }

    [Fact]
    public void A_serial_controller_says_its_ports()
    {
        Assert.Equal(
            ["""-device {"driver":"virtio-serial-pci","id":"virtio-serial1","max_ports":16,"vectors":4,"bus":"pci.3","addr":"0x0"}"""],
            TestMachine.Added(devices => devices with
            {
                Controllers = devices.Controllers.Add(
                    new VirtioSerialController { Index = 1, Ports = 16, Vectors = 4, Address = new PciAddress(3, 0) }),
            }));
    }

    private static UsbController Usb(UsbControllerModel model, int function, int? startPort) => new()
    {
        Model = model,
        Index = 1,
        MasterStartPort = startPort,
        Address = new PciAddress(0, 29, function, function == 0 ? true : null),
    };
}
