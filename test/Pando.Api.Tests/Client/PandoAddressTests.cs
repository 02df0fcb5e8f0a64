using Pando.Api.Client;

namespace Pando.Api.Tests.Client;

public class PandoAddressTests
{
    [Theory]
    [InlineData("unix:/run/pando/pando.sock", "unix:/run/pando/pando.sock")]
    [InlineData("unix:///run/pando/pando.sock", "unix:/run/pando/pando.sock")]
    [InlineData("https://host.example", "https://host.example")]
    [InlineData("https://host.example:8443/", "https://host.example:8443")]
    [InlineData("https://[::1]:8443", "https://[::1]:8443")]
    public void What_is_an_address(string text, string same)
    {
        Assert.True(PandoAddress.TryParse(text, out var address));
        Assert.Equal(same, address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("unix:")]
    [InlineData("/run/pando/pando.sock")]
    [InlineData("http://host.example")]
    [InlineData("https://user:secret@host.example")]
    [InlineData("https://host.example/api")]
    [InlineData("qemu:///system")]
    public void What_is_none(string? text) => Assert.False(PandoAddress.TryParse(text, out _));

    [Fact]
    public void A_relative_socket_is_below_the_current_directory()
    {
        Assert.True(PandoAddress.TryParse("unix:run/pando.sock", out var address));
        Assert.Equal(Path.GetFullPath("run/pando.sock"), address.SocketPath);
    }
}
