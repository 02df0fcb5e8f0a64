using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pando.Api.Machines;
using Pando.Api.Monitor;
using Pando.Api.Statistics;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class MonitorCommandsTests : CliTest
{
    private const string Web1 = "/api/v1/machines/web1/";

    private void Nothing(string method, string path) => Pandod.On(method, Web1 + path, context =>
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Keys_go_together_as_virsh_takes_them()
    {
        Nothing("POST", "keys");
        var run = await RunAsync("send-key", "web1", "KEY_LEFTCTRL", "KEY_LEFTALT", "KEY_DELETE");
        Assert.Equal((0, "Machine 'web1': KEY_LEFTCTRL KEY_LEFTALT KEY_DELETE pressed.\n"), (run.ExitCode, run.Out));
        Assert.Equal("""{"keys":["KEY_LEFTCTRL","KEY_LEFTALT","KEY_DELETE"]}""", Last.Text);
        await RunAsync("send-key", "web1", "--codeset", "xt", "--holdtime", "20", "37", "0x12");
        Assert.Equal("""{"keys":["37","0x12"],"codeset":"xt","holdMilliseconds":20}""", Last.Text);
        Assert.Equal(2, (await RunAsync("send-key", "web1")).ExitCode);
        Assert.Equal(2, (await RunAsync("send-key", "web1", "--codeset", "morse", "1")).ExitCode);
        Assert.Equal(2, (await RunAsync("send-key", "web1", "--holdtime", "long", "1")).ExitCode);
    }

    [Fact]
    public async Task An_interrupt_is_one_request()
    {
        Nothing("POST", "nmi");
        Assert.Equal(0, (await RunAsync("inject-nmi", "web1")).ExitCode);
        Assert.Equal("POST /api/v1/machines/web1/nmi", Last.ToString());
    }

    [Theory]
    [InlineData("""{"execute":"query-status"}""", """{"execute":"query-status"}""")]
    [InlineData("query-status", """{"execute":"query-status"}""")]
    [InlineData("""do "a":1, "b":"c" """, """{"execute":"do","arguments":{"a":1, "b":"c" }}""")]
    [InlineData("""do {"a":1}""", """{"execute":"do","arguments":{"a":1}}""")]
    public async Task A_command_is_wrapped_as_virsh_wraps_it(string typed, string sent)
    {
        Pandod.On("POST", Web1 + "monitor/command", new MonitorAnswer { Return = JsonElement.Parse("""{"status":"running"}""") });
        var run = await RunAsync(["qemu-monitor-command", "web1", .. typed.Split(' ')]);
        Assert.Equal((0, """{"return":{"status":"running"}}""" + "\n"), (run.ExitCode, run.Out));
        Assert.Equal(sent, Last.Text);
    }

    [Fact]
    public async Task An_answer_is_shown_whole_or_its_value_alone()
    {
        Pandod.On("POST", Web1 + "monitor/command", new MonitorAnswer { Return = JsonElement.Parse("[1]") });
        Assert.Equal("[1]\n", (await RunAsync("qemu-monitor-command", "web1", "x", "--return-value", "--timeout", "9")).Out);
        Assert.Equal("POST /api/v1/machines/web1/monitor/command?limit=9", Last.ToString());
        Assert.Equal("{\n  \"return\": [\n    1\n  ]\n}\n", (await RunAsync("qemu-monitor-command", "web1", "x", "--pretty")).Out);
        Pandod.On("POST", Web1 + "monitor/command", new MonitorAnswer { Error = new MonitorError { Class = "CommandNotFound", Desc = "The command \"x\" has not been found" } });
        var refused = await RunAsync("qemu-monitor-command", "web1", "x");
        Assert.Equal(0, refused.ExitCode);
        Assert.Equal("CommandNotFound", JsonElement.Parse(refused.Out).GetProperty("error").GetProperty("class").GetString());
        var value = await RunAsync("qemu-monitor-command", "web1", "x", "--return-value");
        Assert.Equal(1, value.ExitCode);
        Assert.Contains("has not been found", value.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("qemu-monitor-command", "web1", "x", "not", "json")).ExitCode);
        Assert.Equal(2, (await RunAsync("qemu-monitor-command", "web1", "x", "--hmp", "--pretty")).ExitCode);
    }

    [Fact]
    public async Task A_line_for_people_prints_what_it_prints()
    {
        Pandod.On("POST", Web1 + "monitor/human-command", new HumanCommandAnswer { Output = "VM status: running\r\n" });
        Assert.Equal("VM status: running\n", (await RunAsync("qemu-monitor-command", "web1", "--hmp", "info", "status")).Out);
        Assert.Equal("""{"command":"info status"}""", Last.Text);
    }

    [Fact]
    public async Task Disk_errors_and_terminals_are_told_in_virshs_words()
    {
        Pandod.On("GET", Web1 + "disk-errors", (IReadOnlyList<DiskError>)[new DiskError { Target = "vda", Error = "no space" }]);
        Assert.Equal("vda: no space\n", (await RunAsync("domblkerror", "web1")).Out);
        Pandod.On("GET", Web1 + "disk-errors", (IReadOnlyList<DiskError>)[]);
        Assert.Equal("No errors found\n", (await RunAsync("domblkerror", "web1")).Out);

        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1") with { Consoles = [new MachineConsole { Device = "serial0", Kind = "serial", Tty = "/dev/pts/3" }] });
        Assert.Equal("/dev/pts/3\n", (await RunAsync("ttyconsole", "web1")).Out);
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1") with { Consoles = [new MachineConsole { Device = "serial0", Kind = "serial" }] });
        Assert.Equal(1, (await RunAsync("ttyconsole", "web1")).ExitCode);
    }

    [Fact]
    public async Task A_name_and_an_action_are_set()
    {
        Pandod.On("POST", Web1 + "rename", Samples.Machine("www"));
        Assert.Equal("Machine 'web1' is called 'www' now.\n", (await RunAsync("domrename", "web1", "www")).Out);
        Assert.Equal("""{"name":"www"}""", Last.Text);
        Pandod.On("PUT", Web1 + "lifecycle-action", Samples.Machine("web1"));
        Assert.Equal("Machine 'web1': crash leads to restart.\n", (await RunAsync("set-lifecycle-action", "web1", "crash", "restart", "--live", "--config")).Out);
        Assert.Equal("PUT /api/v1/machines/web1/lifecycle-action?scope=live%2Cconfig", Last.ToString());
        Assert.Equal("""{"type":"crash","action":"restart"}""", Last.Text);
    }

    [Fact]
    public async Task A_screen_has_a_number()
    {
        Pandod.On("GET", Web1 + "screenshot", context => context.Response.Body.WriteAsync(new byte[] { 1 }).AsTask());
        Assert.Equal(0, (await RunAsync("screenshot", "web1", Folder["picture.png"], "--screen", "2")).ExitCode);
        Assert.Equal("GET /api/v1/machines/web1/screenshot?screen=2", Last.ToString());
        Assert.Equal(2, (await RunAsync("screenshot", "web1", "--screen", "left")).ExitCode);
    }

    [Fact]
    public async Task A_guests_memory_is_told_or_told_from_now_on()
    {
        Pandod.On("GET", "/api/v1/statistics", (IReadOnlyList<MachineStatistics>)
        [
            new MachineStatistics
            {
                Id = Samples.Uuid(1), Name = "web1", At = Samples.Morning, Words = new Dictionary<string, string>(),
                Numbers = new Dictionary<string, long> { ["balloon.current"] = 1024, ["balloon.unused"] = 5 },
            },
        ]);
        Assert.Equal("actual 1024\nunused 5\n", (await RunAsync("dommemstat", "web1")).Out);
        Assert.Equal(2, (await RunAsync("dommemstat", "web1", "--live")).ExitCode);

        Pandod.On("GET", Web1 + "xml", context =>
        {
            context.Response.ContentType = "application/xml";
            return context.Response.WriteAsync("<domain><devices><memballoon model='virtio'><stats period='3'/><alias name='balloon0'/></memballoon></devices></domain>");
        });
        Pandod.On("PUT", Web1 + "devices", Samples.Machine("web1"));
        Assert.Equal("The guest of 'web1' reports its memory every 10 s.\n", (await RunAsync("dommemstat", "web1", "--period", "10", "--live")).Out);
        Assert.Contains("<stats period=\"10\" />", Last.Text, StringComparison.Ordinal);
        await RunAsync("dommemstat", "web1", "--period", "0");
        Assert.DoesNotContain("stats", Last.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("dommemstat", "web1", "--period", "often")).ExitCode);
    }

    [Fact]
    public async Task What_is_counted_is_told_and_changed()
    {
        Pandod.On("GET", Web1 + "xml", context =>
        {
            context.Response.ContentType = "application/xml";
            return context.Response.WriteAsync("<domain><perf><event name='cmt' enabled='no'/><event name='page_faults' enabled='yes'/></perf></domain>");
        });
        var told = (await RunAsync("perf", "web1")).Out;
        Assert.StartsWith("cmt            : disabled\n", told, StringComparison.Ordinal);
        Assert.Contains("\npage_faults    : enabled\n", told, StringComparison.Ordinal);
        Pandod.On("PUT", Web1 + "perf-events", Samples.Machine("web1"));
        Assert.Equal(0, (await RunAsync("perf", "web1", "--enable", "task_clock,cpu_clock", "--disable", "cmt", "--config")).ExitCode);
        Assert.Equal("""{"enable":["task_clock","cpu_clock"],"disable":["cmt"]}""", Last.Text);
        Assert.Equal("PUT /api/v1/machines/web1/perf-events?scope=config", Last.ToString());
    }
}
