using Pando.Model.Domains.Devices;

namespace Pando.Qemu.Tests.Devices;

public sealed class RngArgumentsTests
{
    private static readonly PciAddress Place = new(3, 0);

    [Fact]
    public void The_source_comes_before_the_device()
    {
        Assert.Equal(
            [
                """-object {"qom-type":"rng-random","id":"objrng0","filename":"/dev/urandom"}""",
                """-device {"driver":"virtio-rng-pci","id":"rng0","rng":"objrng0","bus":"pci.3","addr":"0x0"}""",
            ],
            TestMachine.Added(devices => devices with { Rngs = [new RngDevice { Address = Place }] }));
    }

    [Fact]
    public void A_rate_without_a_period_is_per_second()
    {
        Assert.Equal(
            [
                """-object {"qom-type":"rng-builtin","id":"objrng0"}""",
                """-device {"driver":"virtio-rng-pci","id":"rng0","rng":"objrng0","max-bytes":1024,"period":1000,"bus":"pci.3","addr":"0x0"}""",
            ],
            TestMachine.Added(devices => devices with
            {
                Rngs = [new RngDevice { Source = RngSource.Builtin, Rate = new RngRate(1024, null), Address = Place }],
            }));
    }
}
