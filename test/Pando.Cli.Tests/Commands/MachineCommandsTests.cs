using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Trash;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class MachineCommandsTests : CliTest
{
    private static readonly IReadOnlyList<MachineSummary> Three =
    [
        Samples.Summary("db", MachinePhase.ShutOff, 2),
        Samples.Summary("máy-web", MachinePhase.Running, 1) with { Title = "Trang chủ", Autostart = true },
        Samples.Summary("stuck", MachinePhase.Running, 3) with
        {
            State = Samples.State(MachinePhase.Running) with { NotAnsweringSince = Samples.Morning },
        },
    ];

    private void Action(string action, string method = "POST") =>
        Pandod.On(method, $"/api/v1/machines/web1/{action}", Samples.Machine("web1"));

    [Fact]
    public async Task List_shows_a_table()
    {
        Pandod.On("GET", "/api/v1/machines", Three);
        var run = await RunAsync("list", "--all", "--title");
        Assert.Equal(
            """
            Name     State                                vCPUs  Memory  Title
            db       shut off                             2      1 GiB
            máy-web  running                              2      1 GiB   Trang chủ
            stuck    running (not answering since 09:00)  2      1 GiB

            """, run.Out);
        Assert.Equal("GET /api/v1/machines", Last.ToString());
    }

    [Theory]
    [InlineData("", "?state=active")]
    [InlineData("--all", "")]
    [InlineData("--inactive", "?state=inactive")]
    [InlineData("--state-paused", "?state=paused")]
    [InlineData("--state-shutoff", "?state=shut-off")]
    [InlineData("--autostart", "")]
    public async Task List_asks_for_what_it_shows(string option, string query)
    {
        Pandod.On("GET", "/api/v1/machines", Three);
        await RunAsync([.. new[] { "list", option }.Where(word => word.Length > 0)]);
        Assert.Equal("GET /api/v1/machines" + query, Last.ToString());
    }

    [Theory]
    [InlineData("--name", "db\nmáy-web\nstuck\n")]
    [InlineData("--uuid", "3f2f6f0e-0000-4000-8000-000000000002\n3f2f6f0e-0000-4000-8000-000000000001\n3f2f6f0e-0000-4000-8000-000000000003\n")]
    [InlineData("--name --autostart", "máy-web\n")]
    public async Task List_has_words_for_scripts(string options, string words)
    {
        Pandod.On("GET", "/api/v1/machines", Three);
        Assert.Equal(words, (await RunAsync(["list", "--all", .. options.Split(' ')])).Out);
    }

    [Fact]
    public async Task List_speaks_Vietnamese()
    {
        Pandod.On("GET", "/api/v1/machines", Three);
        Around.InVietnamese();
        var run = await RunAsync("list", "--all");
        Assert.Contains("máy-web  đang chạy ", run.Out, StringComparison.Ordinal);
        Assert.Contains("stuck    đang chạy (không trả lời từ 09:00)", run.Out, StringComparison.Ordinal);
        Assert.Equal("vi", Last.Headers["Accept-Language"]);
    }

    [Fact]
    public async Task Colours_are_for_terminals_only_and_not_where_they_are_unwanted()
    {
        Pandod.On("GET", "/api/v1/machines", Three);
        Assert.DoesNotContain('\e', (await RunAsync("list", "--all")).Out);
        Around.OutIsTerminal = true;
        Assert.Contains("\e[32mrunning\e[0m", (await RunAsync("list", "--all")).Out, StringComparison.Ordinal);
        Around.With("NO_COLOR", "1");
        Assert.DoesNotContain('\e', (await RunAsync("list", "--all")).Out);
    }

    [Fact]
    public async Task JSON_is_the_APIs_own()
    {
        Pandod.On("GET", "/api/v1/machines", Three);
        using var json = JsonDocument.Parse((await RunAsync("list", "--all", "--json")).Out);
        Assert.Equal("máy-web", json.RootElement[1].GetProperty("name").GetString());
        Assert.Equal("shut-off", json.RootElement[0].GetProperty("state").GetProperty("phase").GetString());
    }

    [Theory]
    [InlineData("start", "start", "Machine 'web1' started.")]
    [InlineData("start --paused", "start?paused=true", "Machine 'web1' started, paused before its first instruction.")]
    [InlineData("shutdown", "shutdown", "The guest of 'web1' was asked to shut down.")]
    [InlineData("shutdown --mode agent", "shutdown?mode=agent", "The guest of 'web1' was asked to shut down.")]
    [InlineData("reboot", "reboot", "The guest of 'web1' was asked to restart.")]
    [InlineData("reset", "reset", "Machine 'web1' was reset.")]
    [InlineData("destroy", "destroy", "Machine 'web1' was stopped at once.")]
    [InlineData("destroy --graceful", "destroy?graceful=true", "Machine 'web1' was stopped at once.")]
    [InlineData("suspend", "suspend", "Machine 'web1' is paused.")]
    [InlineData("resume", "resume", "Machine 'web1' runs again.")]
    public async Task A_verb_is_one_request_and_one_sentence(string line, string target, string said)
    {
        Action(target.Split('?')[0]);
        var words = line.Split(' ');
        var run = await RunAsync([words[0], "web1", .. words[1..]]);
        Assert.Equal((0, said + "\n"), (run.ExitCode, run.Out));
        Assert.Equal("POST /api/v1/machines/web1/" + target, Assert.Single(Pandod.Requests).ToString());
    }

    [Fact]
    public async Task The_same_verbs_are_in_the_group()
    {
        Action("suspend");
        Assert.Equal("Machine 'web1' is paused.\n", (await RunAsync("machine", "suspend", "web1")).Out);
    }

    [Fact]
    public async Task A_start_without_KVM_says_why_on_standard_error()
    {
        Action("start");
        Assert.Equal("note: KVM cannot run a guest here.\n", (await RunAsync("start", "web1")).Error);
        Assert.Equal("", (await RunAsync("start", "web1", "--quiet")).Error);
    }

    [Fact]
    public async Task Quiet_says_nothing_and_the_reason_goes_along()
    {
        Action("suspend");
        var run = await RunAsync("suspend", "web1", "-q", "--reason", "bảo trì");
        Assert.Equal((0, "", ""), (run.ExitCode, run.Out, run.Error));
        Assert.Equal("bảo trì", Uri.UnescapeDataString(Last.Headers["X-Pando-Reason"]));
    }

    [Theory]
    [InlineData("autostart web1", "{\"enabled\":true}")]
    [InlineData("autostart web1 --disable", "{\"enabled\":false}")]
    public async Task Autostart_says_on_or_off(string line, string body)
    {
        Action("autostart", "PUT");
        Assert.Equal(0, (await RunAsync(line.Split(' '))).ExitCode);
        Assert.Equal(body, Last.Text);
    }

    [Theory]
    [InlineData("domuuid web1", "3f2f6f0e-0000-4000-8000-000000000001\n")]
    [InlineData("domname 3f2f6f0e-0000-4000-8000-000000000001", "web1\n")]
    [InlineData("domstate web1", "running\n")]
    [InlineData("domstate web1 --reason", "running (user)\n")]
    [InlineData("vncdisplay web1", "127.0.0.1:1\n")]
    [InlineData("domdisplay web1", "vnc://127.0.0.1:1\n")]
    [InlineData("domblklist web1", "Target  Source\nvda     /var/lib/pando/images/web1.qcow2\nsda     -\n")]
    [InlineData("domblklist web1 --details", "Device  Bus     Format  Target  Source\ndisk    virtio  qcow2   vda     /var/lib/pando/images/web1.qcow2\ncdrom   sata    -       sda     -\n")]
    [InlineData("domiflist web1", "Interface  Type  Source  Model   MAC\n-          user  -       virtio  52:54:00:12:34:56\n")]
    public async Task What_is_known_is_printed_as_virsh_does(string line, string printed)
    {
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1"));
        Pandod.On("GET", "/api/v1/machines/3f2f6f0e-0000-4000-8000-000000000001", Samples.Machine("web1"));
        Assert.Equal(printed, (await RunAsync(line.Split(' '))).Out);
    }

    [Fact]
    public async Task Dominfo_tells_it_all()
    {
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1"));
        Assert.Equal(
            """
            Name:         web1
            UUID:         3f2f6f0e-0000-4000-8000-000000000001
            Title:        Web server
            State:        running (user)
            Since:        2026-11-03 09:00:00
            vCPUs:        2
            Memory:       512 MiB of 1 GiB
            Persistent:   yes
            Autostart:    no
            Version:      3
            Accelerator:  TCG
            Notice:       KVM cannot run a guest here.
            OS type:      hvm x86_64 pc-q35-7.2, bios
            Process:      4711
            Started:      2026-11-03 09:00:00

            """, (await RunAsync("dominfo", "web1")).Out);
    }

    [Theory]
    [InlineData("domdisplay web1", "spice://localhost:6000?tls-port=6001\n")]
    [InlineData("domdisplay web1 --all", "spice://localhost:6000?tls-port=6001\nvnc+unix:///run/vnc.sock\nvnc://[::1]:2\n")]
    [InlineData("domdisplay web1 --type vnc", "vnc+unix:///run/vnc.sock\n")]
    public async Task Displays_have_the_addresses_that_viewers_take(string line, string printed)
    {
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1") with
        {
            Graphics =
            [
                new MachineGraphics { Type = "egl-headless" },
                new MachineGraphics { Type = "spice", Listen = "0.0.0.0", Port = 6000, TlsPort = 6001 },
                new MachineGraphics { Type = "vnc", Socket = "/run/vnc.sock" },
                new MachineGraphics { Type = "vnc", Listen = "::1", Port = 5902 },
            ],
        });
        Assert.Equal(printed, (await RunAsync(line.Split(' '))).Out);
    }

    [Fact]
    public async Task A_machine_that_is_off_has_no_display()
    {
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1") with { Graphics = [new MachineGraphics { Type = "spice" }] });
        Assert.Equal(4, (await RunAsync("domdisplay", "web1")).ExitCode);
    }

    [Fact]
    public async Task A_machine_that_is_off_has_no_VNC_screen()
    {
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1") with { Graphics = [new MachineGraphics { Type = "vnc" }] });
        var run = await RunAsync("vncdisplay", "web1");
        Assert.Equal((4, "error: Machine 'web1' has no VNC screen that can be reached.\nhint: A machine listens for VNC only while it runs.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Undefine_says_where_it_went()
    {
        var item = new TrashItem { Id = "t1", Kind = "machine", Name = "web1", SubjectId = Samples.Uuid(1), TrashedAt = Samples.Morning, By = "root", Bytes = 1, Files = [] };
        Pandod.On("DELETE", "/api/v1/machines/web1", item);
        var run = await RunAsync("undefine", "web1", "--remove-all-storage", "--nvram");
        Assert.Equal("Machine 'web1' is in the trash; 'pando trash restore t1' brings it back.\n", run.Out);
        Assert.Equal("DELETE /api/v1/machines/web1?storage=trash", Last.ToString());
    }

    [Fact]
    public async Task A_screenshot_is_a_whole_file_or_none()
    {
        Pandod.On("GET", "/api/v1/machines/web1/screenshot", context => context.Response.WriteAsync("PNG"));
        var run = await RunAsync("screenshot", "web1", Folder["screen.png"]);
        Assert.Equal((0, "PNG"), (run.ExitCode, await File.ReadAllTextAsync(Folder["screen.png"])));
        Assert.Equal(3, (await RunAsync("screenshot", "web2", Folder["other.png"])).ExitCode);
        Assert.Equal(["s", "screen.png"], Directory.GetFileSystemEntries(Folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_screenshot_goes_to_a_pipe_but_not_to_a_terminal()
    {
        Pandod.On("GET", "/api/v1/machines/web1/screenshot", context => context.Response.WriteAsync("PNG"));
        Assert.Equal("PNG", (await RunAsync("screenshot", "web1", "-")).Out);
        Around.OutIsTerminal = true;
        Assert.Equal(2, (await RunAsync("screenshot", "web1", "-")).ExitCode);
    }

    [Fact]
    public async Task A_screenshot_that_cannot_be_written_says_which_file()
    {
        var run = await RunAsync("screenshot", "web1", Folder["none/screen.png"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"error: {Folder["none/screen.png"]} cannot be used: there is no folder {Folder["none"]}.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProblemKind.NotFound, 3)]
    [InlineData(ProblemKind.Refused, 4)]
    [InlineData(ProblemKind.Exists, 4)]
    [InlineData(ProblemKind.Denied, 6)]
    [InlineData(ProblemKind.Invalid, 1)]
    [InlineData(ProblemKind.PeerRefused, 1)]
    [InlineData(ProblemKind.Broken, 1)]
    public async Task A_kind_of_problem_is_an_exit_status(ProblemKind kind, int exitCode)
    {
        Pandod.Refuse("POST", "/api/v1/machines/web1/start", new Problem { Code = "x.y", Kind = kind, Status = 500, Detail = "No." });
        Assert.Equal(exitCode, (await RunAsync("start", "web1")).ExitCode);
    }

    [Fact]
    public async Task A_problem_is_a_sentence_the_peers_words_and_a_remedy()
    {
        Pandod.Refuse("POST", "/api/v1/machines/web1/start", new Problem
        {
            Code = "domain.qemu-exited",
            Kind = ProblemKind.PeerRefused,
            Status = 502,
            Detail = "QEMU ended before machine 'web1' ran (status 1).",
            PeerWords = "qemu-system-x86_64: -m 1T: cannot set up guest memory\n",
            Remedy = "Its words say why.",
        });
        Assert.Equal(
            """
            error: QEMU ended before machine 'web1' ran (status 1).
              qemu-system-x86_64: -m 1T: cannot set up guest memory
            hint: Its words say why.

            """, (await RunAsync("start", "web1")).Error);
        using var json = JsonDocument.Parse((await RunAsync("start", "web1", "--json")).Error);
        Assert.Equal("domain.qemu-exited", json.RootElement.GetProperty("code").GetString());
    }
}
