using System.Net;
using Pando.Model.Xml.Networks;

namespace Pando.Networks.Tests;

/// <summary>The network of a new host never collides with what the host reaches already.</summary>
public sealed class DefaultNetworkTests
{
    [Theory]
    [InlineData("192.168.122.0/24", "0.0.0.0/0", "10.0.0.0/8", "fd00::/8")]
    [InlineData("192.168.123.0/24", "192.168.122.128/25")]
    [InlineData("192.168.125.0/24", "192.168.122.0/23", "192.168.124.7/32")]
    public void The_first_subnet_that_is_free_is_taken(string expected, params string[] taken)
    {
        var definition = NetworkXml.Read(DefaultNetwork.Xml(taken.Select(static text => IPNetwork.Parse(text)))!);
        Assert.Equal(expected, definition.Addresses.Items.Single().Network().ToString());
    }

    [Fact]
    public void Where_none_is_free_there_is_none() => Assert.Null(DefaultNetwork.Xml([IPNetwork.Parse("192.168.0.0/16")]));
}
