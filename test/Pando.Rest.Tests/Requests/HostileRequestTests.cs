using System.Net.Sockets;
using System.Text;
using Pando.Api.Routes;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Requests;

public class HostileRequestTests
{
    [Theory]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":"a","disks":[null]}""")]
    [InlineData("""{"name":"a","networks":[null]}""")]
    [InlineData("""{"name":"a","graphics":[null]}""")]
    [InlineData("""{"name":"a","boot":{"order":[null]}}""")]
    [InlineData("""{"name":"a","cloudInit":{"sshKeys":[null]}}""")]
    [InlineData("""{"name":"a","cloudInit":{"packages":[null]}}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    [InlineData("""{"name":"a","name":1}""")]
    [InlineData("""{"name":"a","vcpus":1e99}""")]
    public async Task Nothing_where_something_must_be_is_the_callers_mistake(string body)
    {
        await using var rest = await RestFixture.StartAsync();
        var answer = await rest.SendAsync(HttpMethod.Post, ApiRoutes.Install, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal("request.invalid", (await RestFixture.ProblemAsync(answer, 400)).Code);
    }

    [Theory]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("%2e%2e%2fescape.qcow2")]
    [InlineData("a%00b")]
    [InlineData("a%0d%0aX-Evil:%201")]
    public async Task A_name_that_leaves_its_pool_finds_nothing(string name)
    {
        await using var rest = await RestFixture.StartAsync();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
        {
            var answer = await rest.SendAsync(method, $"{ApiRoutes.Fill(ApiRoutes.Volumes, "default")}/{name}");
            Assert.InRange((int)answer.StatusCode, 400, 404);
            Assert.False(answer.Headers.Contains("X-Evil"));
        }
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/etc/passwd")]
    [InlineData("a\u0000b")]
    [InlineData("a\r\nX-Evil: 1")]
    public async Task A_volume_is_not_made_outside_its_pool(string name)
    {
        await using var rest = await RestFixture.StartAsync();
        var answer = await rest.SendAsync(
            HttpMethod.Post, ApiRoutes.Fill(ApiRoutes.Volumes, "default"), RestFixture.Json(new Api.Storage.VolumeRequest { Name = name, CapacityBytes = 1 << 20 }));
        await RestFixture.ProblemAsync(answer, 400);
        Assert.False(answer.Headers.Contains("X-Evil"));
    }

    [Fact]
    public async Task A_name_with_a_line_break_reaches_no_header()
    {
        await using var rest = await RestFixture.StartAsync();
        var answer = await rest.SendAsync(HttpMethod.Get, ApiRoutes.Machines + "/a%0d%0aX-Evil:%201");
        var problem = await RestFixture.ProblemAsync(answer, 404);
        Assert.Equal("a\r\nX-Evil: 1", problem.Facts!["name"]);
        Assert.False(answer.Headers.Contains("X-Evil"));
    }

    [Fact]
    public async Task Headers_that_do_not_come_to_an_end_cost_their_own_connection_only()
    {
        await using var rest = await RestFixture.StartAsync(new RestOptions { HeadersLimit = TimeSpan.FromMilliseconds(300) });
        using var slow = await rest.ConnectAsync(Limit.Token());
        await slow.SendAsync("GET /api/v1/machines HTTP/1.1\r\nHost: pando\r\nX-Slow: "u8.ToArray(), Limit.Token());
        Assert.Equal(200, (int)(await rest.SendAsync(HttpMethod.Get, ApiRoutes.Machines)).StatusCode);
        Assert.True(await EndedAsync(slow));
    }

    [Fact]
    public async Task A_connection_that_says_nothing_is_closed()
    {
        await using var rest = await RestFixture.StartAsync(new RestOptions { IdleLimit = TimeSpan.FromMilliseconds(300) });
        using var silent = await rest.ConnectAsync(Limit.Token());
        Assert.True(await EndedAsync(silent));
    }

    // Whatever is said before the end, such as 408.
    private static async Task<bool> EndedAsync(Socket socket)
    {
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, Limit.Token()) > 0)
            {
            }
            return true;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
