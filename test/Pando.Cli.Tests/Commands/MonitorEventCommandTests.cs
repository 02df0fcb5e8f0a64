using Microsoft.AspNetCore.Http;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class MonitorEventCommandTests : CliTest
{
    private const string Tray =
        """{"sequence":1,"at":"2026-11-03T09:00:00.25Z","type":"qemu.DEVICE_TRAY_MOVED","subject":"u1","data":{"name":"web1","at":"1793696400.250000","details":"{\"id\": \"sata0\", \"tray-open\": true}"}}""";

    private const string Stop =
        """{"sequence":2,"at":"2026-11-03T09:00:01Z","type":"qemu.STOP","subject":"u1","data":{"name":"web1","at":"1793696401.000000","details":""}}""";

    private void Events() => Pandod.On("GET", "/api/v1/events", async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var happened in new[] { Tray, Stop })
        {
            await context.Response.WriteAsync($"data: {happened}\n\n");
        }
    });

    [Fact]
    public async Task The_first_is_told_as_virsh_tells_it()
    {
        Events();
        var run = await RunAsync("qemu-monitor-event");
        Assert.Equal((0, "event DEVICE_TRAY_MOVED at 1793696400.250000 for domain 'web1': {\"id\":\"sata0\",\"tray-open\":true}\n"), (run.ExitCode, run.Out));
        Assert.Equal("GET /api/v1/events?types=qemu.%2A", Last.ToString());
        Assert.Equal(
            "2026-11-03 09:00:00.250+00:00: event DEVICE_TRAY_MOVED for domain 'web1': {\n  \"id\": \"sata0\",\n  \"tray-open\": true\n}\n",
            (await RunAsync("qemu-monitor-event", "--timestamp", "--pretty")).Out);
    }

    [Theory]
    [InlineData("stop", "--no-case", "%2A")]
    [InlineData("^ST.P$", "--regex", "%2A")]
    [InlineData("^st", "--regex --no-case", "%2A")]
    [InlineData("STOP", "", "STOP")]
    public async Task Only_what_fits_the_name_is_told(string wanted, string flags, string asked)
    {
        Events();
        var run = await RunAsync(["qemu-monitor-event", "--event", wanted, .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal("event STOP at 1793696401.000000 for domain 'web1': <null>\n", run.Out);
        Assert.Equal($"GET /api/v1/events?types=qemu.{asked}", Last.ToString());
    }

    [Fact]
    public async Task A_pattern_that_is_none_is_a_mistake()
    {
        Assert.Equal(2, (await RunAsync("qemu-monitor-event", "--event", "(", "--regex")).ExitCode);
    }

    [Fact]
    public async Task A_threshold_counts_bytes_and_a_run_has_a_number()
    {
        Pandod.On("PUT", "/api/v1/machines/web1/disks/vda/threshold", context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        var run = await RunAsync("domblkthreshold", "web1", "vda", "1048576");
        Assert.Equal((0, "An event tells when disk vda of 'web1' is written behind 1 MiB.\n"), (run.ExitCode, run.Out));
        Assert.Equal("""{"bytes":1048576}""", Last.Text);

        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1") with { Number = 7 });
        Assert.Equal("7\n", (await RunAsync("domid", "web1")).Out);
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1"));
        Assert.Equal("-\n", (await RunAsync("domid", "web1")).Out);
    }

    [Theory]
    [InlineData("", """{"seconds":3600}""")]
    [InlineData("--timeout -2", """{"seconds":3600}""")]
    [InlineData("--timeout -1", "{}")]
    [InlineData("--timeout 0", """{"seconds":0.001}""")]
    [InlineData("--timeout 60", """{"seconds":60}""")]
    public async Task An_agents_limit_is_given_in_virshs_numbers(string options, string sent)
    {
        Pandod.On("PUT", "/api/v1/machines/web1/agent/limit", new Pando.Api.Agents.AgentStatus { State = "connected" });
        var run = await RunAsync(["guest-agent-timeout", "web1", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((0, sent), (run.ExitCode, Last.Text));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("--async", "")]
    [InlineData("--block", "?limit=3600")]
    [InlineData("--timeout 9", "?limit=9")]
    public async Task An_agents_command_waits_as_virsh_has_it(string options, string query)
    {
        Pandod.On("POST", "/api/v1/machines/web1/agent/command", System.Text.Json.JsonElement.Parse("{}"));
        var run = await RunAsync(["qemu-agent-command", "web1", "{\"execute\":", "\"guest-ping\"}", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((0, "{\"return\":{}}\n", "POST /api/v1/machines/web1/agent/command" + query), (run.ExitCode, run.Out, Last.ToString()));
        Assert.Equal("{\"execute\": \"guest-ping\"}", Last.Text);
        Assert.Equal(2, (await RunAsync("qemu-agent-command", "web1", "{}", "--block", "--async")).ExitCode);
    }
}
