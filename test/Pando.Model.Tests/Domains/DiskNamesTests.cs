using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Tests.Domains;

public class DiskNamesTests
{
    [Theory]
    [InlineData("vda", 0)]
    [InlineData("sdz", 25)]
    [InlineData("hdaa", 26)]
    [InlineData("vdzz", 701)]
    [InlineData("vdaaa", 702)]
    public void Letters_count(string name, int index)
    {
        Assert.True(DiskNames.IsGood(name));
        Assert.Equal(index, DiskNames.Index(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("vd")]
    [InlineData("vda1")]
    [InlineData("VDA")]
    [InlineData("xvda")]
    [InlineData("vdaaaa")]
    [InlineData("vdé")]
    public void Other_names_are_refused(string name) => Assert.False(DiskNames.IsGood(name));

    [Theory]
    [InlineData("vda", DiskBus.Virtio)]
    [InlineData("sda", DiskBus.Scsi)]
    [InlineData("hda", DiskBus.Ide)]
    public void A_name_stands_for_a_bus(string name, DiskBus bus) => Assert.Equal(bus, DiskNames.UsualBus(name));
}
