using Pando.Host.Nodes;
using Pando.Model.Domains;

namespace Pando.Host.Tests.Nodes;

public sealed class SmbiosReaderTests : IDisposable
{
    private readonly MadeUpHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_maker_is_read_and_the_identity_is_not()
    {
        _host.With("/sys/class/dmi/id/bios_vendor", "SeaBIOS\n")
            .With("/sys/class/dmi/id/bios_release", "1.16\n")
            .With("/sys/class/dmi/id/sys_vendor", "Aspen, Inc.\n")
            .With("/sys/class/dmi/id/product_name", "Grove 9\n")
            .With("/sys/class/dmi/id/product_serial", "\n")
            .With("/sys/class/dmi/id/product_uuid", "5f0e2b1a-0000-4000-8000-000000000001\n");

        Assert.Equal(
            new SmbiosInfo
            {
                Bios = new SmbiosBios { Vendor = "SeaBIOS", Release = "1.16" },
                System = new SmbiosSystem { Manufacturer = "Aspen, Inc.", Product = "Grove 9" },
            },
            SmbiosReader.Read(_host.Files));
    }

    [Fact]
    public void A_host_whose_firmware_tells_nothing_has_nothing() => Assert.Null(SmbiosReader.Read(_host.Files));
}
