using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qmp;

namespace Pando.Qemu.Tests.Devices;

public sealed class NetworkInterfaceArgumentsTests
{
    private static readonly InterfaceDevice Card = new() { Mac = MacAddress.WithQemuPrefix(1), Address = new PciAddress(3, 0) };

    [Fact]
    public void The_hosts_side_comes_before_the_card()
    {
        Assert.Equal(
            [
                """-netdev {"type":"user","id":"hostnet0"}""",
                """-device {"driver":"virtio-net-pci","id":"net0","netdev":"hostnet0","mac":"52:54:00:00:00:01","bootindex":2,"bus":"pci.3","addr":"0x0"}""",
            ],
            TestMachine.Added(devices => devices with { Interfaces = [Card with { BootOrder = 2 }] }));
    }

    [Theory]
    [InlineData(InterfaceModel.Virtio, "virtio-net-pci")]
    [InlineData(InterfaceModel.E1000, "e1000")]
    [InlineData(InterfaceModel.E1000E, "e1000e")]
    [InlineData(InterfaceModel.Rtl8139, "rtl8139")]
    [InlineData(InterfaceModel.Vmxnet3, "vmxnet3")]
    public void Every_model_has_its_driver(InterfaceModel model, string driver)
    {
        Assert.Contains(
            $"\"driver\":\"{driver}\"",
            TestMachine.Added(devices => devices with { Interfaces = [Card with { Model = model }] })[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_cable_that_is_out_is_pulled_before_the_guest_runs()
    {
        DomainDefinition definition = TestMachine.With(devices => devices with { Interfaces = [Card with { LinkUp = false }, Card] });

        Assert.Equal([new SetLink("net0", Up: false)], TestMachine.Build(definition).BeforeCont);
    }
}
