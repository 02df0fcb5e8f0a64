using Pando.Api.Machines;
using Pando.Api.Networks;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class NetworkCommandsTests : CliTest
{
    private const string Forwards = "/api/v1/networks/default/forwards";

    private static readonly Network Default = new() { Id = Guid.Parse("7a1b2c3d-0000-4000-8000-000000000001"), Name = "default", State = "active", Forward = "nat" };

    [Theory]
    [InlineData("8080", "192.168.122.77:80", """{"protocol":"tcp","port":8080,"target":"192.168.122.77","targetPort":80}""")]
    [InlineData("5000-5010", "192.168.122.77", """{"protocol":"tcp","port":5000,"lastPort":5010,"target":"192.168.122.77"}""")]
    [InlineData("8080", "[fd00::2]:80", """{"protocol":"tcp","port":8080,"target":"fd00::2","targetPort":80}""")]
    [InlineData("8080", "fd00::2", """{"protocol":"tcp","port":8080,"target":"fd00::2"}""")]
    [InlineData("8080", "web1:80", """{"protocol":"tcp","port":8080,"target":"192.168.122.9","targetPort":80}""")]
    public async Task A_forward_is_asked_for_as_it_is_written(string ports, string target, string body)
    {
        Pandod.On<IReadOnlyList<PortForward>>("POST", Forwards, []);
        Pandod.On<IReadOnlyList<MachineCard>>("GET", "/api/v1/machines/web1/addresses", [new MachineCard
        {
            Mac = "52:54:00:00:00:01",
            Addresses = [new MachineAddress { Type = "ipv6", Address = "fd00::9", Source = "arp" }, new MachineAddress { Type = "ipv4", Address = "192.168.122.9", Source = "lease" }],
        }]);
        Assert.Equal(0, (await RunAsync("net", "forward", "add", "default", ports, target)).ExitCode);
        Assert.Equal(body, Last.Text);
    }

    [Theory]
    [InlineData("8080-", "10.0.0.2")]
    [InlineData("1-2-3", "10.0.0.2")]
    [InlineData("http", "10.0.0.2")]
    [InlineData("8080", "10.0.0.2:")]
    [InlineData("8080", "[fd00::2]80")]
    public async Task What_is_no_port_is_a_mistake_of_the_caller(string ports, string target)
    {
        var run = await RunAsync("net", "forward", "add", "default", ports, target);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Empty(Pandod.Requests);
    }

    [Fact]
    public async Task A_forward_is_shown_with_what_it_does_and_taken_back_by_its_first_port()
    {
        IReadOnlyList<PortForward> all = [new() { Protocol = "udp", Address = "203.0.113.1", Port = 5000, LastPort = 5010, Target = "10.0.0.2", TargetPort = 6000 }];
        Pandod.On("GET", Forwards, all);
        Pandod.On<IReadOnlyList<PortForward>>("DELETE", Forwards + "/udp/5000", []);
        Assert.Contains("udp       203.0.113.1  5000-5010  10.0.0.2:6000", (await RunAsync("net", "forward", "list", "default")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("net", "forward", "remove", "default", "5000-5010", "--udp", "--address", "203.0.113.1")).ExitCode);
        Assert.EndsWith("?address=203.0.113.1", Last.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_is_the_element_itself_or_a_file()
    {
        Pandod.On("POST", "/api/v1/networks/default/update", Default);
        Assert.Equal(0, (await RunAsync("net-update", "default", "add", "ip-dhcp-host", " <host mac='52:54:00:00:00:07' ip='10.0.0.7'/>", "--live", "--config")).ExitCode);
        Assert.Equal(" <host mac='52:54:00:00:00:07' ip='10.0.0.7'/>", Last.Text);
        Assert.Contains("section=ip-dhcp-host&edit=add", Last.Target, StringComparison.Ordinal);
        Assert.Contains("scope=live,config", Uri.UnescapeDataString(Last.Target), StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("net-update", "default", "delete", "dns-host", Write("host.xml", "<host ip='10.0.0.7'/>"), "--parent-index", "-1")).ExitCode);
        Assert.Equal("<host ip='10.0.0.7'/>", Last.Text);
        Assert.Contains("parent=-1", Last.Target, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("net-update", "default", "delete", "dns-host", "<host/>", "--parent-index", "first")).ExitCode);
    }

    [Fact]
    public async Task A_trace_that_finds_something_ends_with_one_and_says_what_to_do()
    {
        IReadOnlyList<TraceHop> hops = [Hop("tap", "pass", null), Hop("bridge", "fail", "Start the network.")];
        Pandod.On("GET", "/api/v1/machines/web1/trace", hops);
        var run = await RunAsync("net", "trace", "web1", "203.0.113.5", "--interface", "vnet1");
        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("\nStart the network.\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("destination=203.0.113.5", Last.Target, StringComparison.Ordinal);

        Pandod.On<IReadOnlyList<TraceHop>>("GET", "/api/v1/machines/web2/trace", [Hop("tap", "pass", null)]);
        Assert.Equal(0, (await RunAsync("net", "trace", "web2")).ExitCode);
    }

    [Fact]
    public async Task VLANs_of_a_bridge_are_changed_and_shown()
    {
        IReadOnlyList<BridgePortVlans> vlans = [new() { Device = "vnet0", Machine = "web1", Vlans = [new BridgeVlan { Id = 20, Pvid = true }] }];
        Pandod.On("GET", "/api/v1/bridges/br0/vlans", vlans);
        Pandod.On("PUT", "/api/v1/bridges/br0/vlans/20", static context => { context.Response.StatusCode = 204; return Task.CompletedTask; });
        var run = await RunAsync("net", "bridge", "vlan", "br0", "--port", "vnet0", "--add", "20", "--pvid");
        Assert.Contains("vnet0  web1     20    yes   no", run.Out, StringComparison.Ordinal);
        Assert.Equal("""{"device":"vnet0","pvid":true,"untagged":false}""", Pandod.Requests.First().Text);

        Assert.Equal(2, (await RunAsync("net", "bridge", "vlan", "br0", "--add", "20")).ExitCode);
        Assert.Equal(2, (await RunAsync("net", "bridge", "vlan", "br0", "--on", "--off")).ExitCode);
    }

    [Fact]
    public async Task Only_what_is_said_of_a_port_is_changed()
    {
        var bridge = new Bridge { Name = "br0", Ports = [new BridgePort { Device = "eth1", State = "forwarding", PathCost = 200 }] };
        Pandod.On("PATCH", "/api/v1/bridges/br0/ports/eth1", bridge);
        var run = await RunAsync("net", "bridge", "port", "br0", "eth1", "--cost", "200", "--learning", "off");
        Assert.Equal("""{"pathCost":200,"learns":false}""", Last.Text);
        Assert.Contains("200", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("net", "bridge", "port", "br0", "eth1", "--learning", "maybe")).ExitCode);
    }

    private static TraceHop Hop(string name, string status, string? fix) => new() { Hop = name, Name = name, Status = status, Finding = name, Text = name, Fix = fix };
}
