using Pando.Model.Domains.Devices;

namespace Pando.Model.Tests.Domains.Devices;

public class MacAddressTests
{
    [Theory]
    [InlineData("52:54:00:12:34:56", "52:54:00:12:34:56")]
    [InlineData("52-54-00-AB-CD-EF", "52:54:00:ab:cd:ef")]
    [InlineData("2:4:0:1:2:3", "02:04:00:01:02:03")]
    public void An_address_is_read_in_its_usual_forms(string text, string shown)
    {
        Assert.True(MacAddress.TryParse(text, out var mac));
        Assert.Equal(shown, mac.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("52:54:00:12:34")]
    [InlineData("52:54:00:12:34:56:78")]
    [InlineData("52:54:00:12:34:5g")]
    [InlineData("52:54:00:12:34:+5")]
    [InlineData("52:54:00:12:34:056")]
    [InlineData("52:54-00:12:34:56")]
    public void Something_else_is_not(string? text) => Assert.False(MacAddress.TryParse(text, out _));

    [Fact]
    public void A_group_address_is_told_by_its_first_byte()
    {
        Assert.True(MacAddress.TryParse("01:00:5e:00:00:01", out var group));
        Assert.True(group.IsMulticast);
        Assert.False(MacAddress.WithQemuPrefix(0xffffff).IsMulticast);
    }
}
