using System.Globalization;
using System.Text.Json;
using Pando.Api.Json;
using Pando.Api.Routes;
using Pando.Linux.Users;

namespace Pando.Daemon.Tests.Running;

public class ServingTests
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    [Theory]
    [InlineData(Terminate)]
    [InlineData(Interrupt)]
    public async Task It_serves_and_ends_with_0_when_asked(int signal)
    {
        using var root = new TemporaryFolder();
        await using var daemon = await DaemonProcess.StartAsync(root.Path);
        Assert.Equal("[]", await daemon.Client.GetStringAsync(ApiRoutes.Machines));
        daemon.Signal(signal);
        await daemon.HeardAsync("STOPPING=1");
        Assert.Equal(0, await daemon.EndAsync());
        Assert.False(File.Exists(daemon.SocketPath));
        Assert.Contains("Stopped", await File.ReadAllTextAsync(root.File("log/pandod.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_opened_is_told_in_a_sentence()
    {
        using var root = new TemporaryFolder();
        Directory.CreateDirectory(root.File("log/pandod.log"));
        var (status, words) = await DaemonProcess.RunAsync(root.Path, []);
        Assert.Equal(1, status);
        Assert.Contains($"The directory {root.File("log")} cannot be used.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_one_on_the_same_root_is_refused_and_names_the_first()
    {
        using var root = new TemporaryFolder();
        await using var daemon = await DaemonProcess.StartAsync(root.Path);
        var (status, words) = await DaemonProcess.RunAsync(root.Path, []);
        Assert.Equal(3, status);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {daemon.Pid}"), words, StringComparison.Ordinal);
        Assert.Equal("[]", await daemon.Client.GetStringAsync(ApiRoutes.Machines));
    }

    [Fact]
    public async Task A_socket_that_a_killed_daemon_left_is_replaced()
    {
        using var root = new TemporaryFolder();
        await using (var killed = await DaemonProcess.StartAsync(root.Path))
        {
            killed.Signal(Kill);
            await killed.EndAsync();
            Assert.True(File.Exists(killed.SocketPath));
        }
        await using var daemon = await DaemonProcess.StartAsync(root.Path);
        Assert.Equal("[]", await daemon.Client.GetStringAsync(ApiRoutes.Machines));
    }

    [Fact]
    public async Task Modes_do_not_depend_on_the_umask()
    {
        using var root = new TemporaryFolder();
        await using var daemon = await DaemonProcess.StartAsync(root.File("made/deep"), through: ["/bin/sh", "-c", "umask 0777; exec \"$0\" \"$@\""]);
        var shared = UserDatabase.EffectiveUid == 0;
        Assert.Equal(shared ? "755" : "700", Mode(root.File("made/deep/run")));
        Assert.Equal(shared ? "711" : "700", Mode(root.File("made/deep/lib")));
        Assert.Equal("700", Mode(root.File("made/deep/log")));
        Assert.Equal("755", Mode(root.File("made")));
        Assert.Equal(shared && UserDatabase.FindGroup("pando") is not null ? "660" : "600", Mode(daemon.SocketPath));
    }

    [Fact]
    public async Task A_damaged_database_is_refused_and_left_as_it_is()
    {
        using var root = new TemporaryFolder();
        Directory.CreateDirectory(root.File("lib"));
        var damaged = new byte[8192];
        Array.Fill(damaged, (byte)'x');
        await File.WriteAllBytesAsync(root.File("lib/state.db"), damaged);
        var (status, words) = await DaemonProcess.RunAsync(root.Path, []);
        Assert.Equal(4, status);
        Assert.Contains("state.db", words, StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(root.File("lib/state.db")));
        Assert.False(File.Exists(root.File("run/pando.sock")));
        Assert.DoesNotContain("journal.db", Directory.GetFiles(root.File("lib")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_watchdog_is_fed_while_it_answers()
    {
        using var root = new TemporaryFolder();
        await using var daemon = await DaemonProcess.StartAsync(root.Path, environment: [("WATCHDOG_USEC", "600000")]);
        await daemon.HeardAsync("WATCHDOG=1");
        await daemon.HeardAsync("WATCHDOG=1");
    }

    [Fact]
    public async Task A_hangup_lets_it_read_the_level_of_its_log_again()
    {
        using var root = new TemporaryFolder();
        await using var daemon = await DaemonProcess.StartAsync(root.Path);
        await daemon.Client.GetStringAsync(ApiRoutes.Pools);
        Assert.DoesNotContain("GET /api/v1/pools", daemon.Words, StringComparison.Ordinal);
        Directory.CreateDirectory(root.File("etc"));
        await File.WriteAllTextAsync(root.File("etc/pandod.conf"), "[log]\nlevel = debug\n");
        daemon.Signal(Hangup);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!daemon.Words.Contains("GET /api/v1/pools", StringComparison.Ordinal))
        {
            await daemon.Client.GetStringAsync(ApiRoutes.Pools);
            await timer.WaitForNextTickAsync(Limit.Token());
        }
    }

    [Fact]
    public async Task Its_log_can_be_json_a_line_an_entry()
    {
        using var root = new TemporaryFolder();
        await using (var daemon = await DaemonProcess.StartAsync(root.Path, ["--log-format", "json"]))
        {
            daemon.Signal(Terminate);
            await daemon.EndAsync();
        }
        var lines = await File.ReadAllLinesAsync(root.File("log/pandod.log"));
        var entries = lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var serving = entries.Single(entry => entry.GetProperty("event").GetString() == "Serving");
        Assert.Equal(root.File("run/pando.sock"), serving.GetProperty("facts").GetProperty("Socket").GetString());
    }

    [Fact]
    public async Task A_terminal_that_was_stopped_does_not_stop_it()
    {
        using var root = new TemporaryFolder();
        // The shell holds the other end of a pipe that it never reads.
        await using var daemon = await DaemonProcess.StartAsync(
            root.Path, ["--log-level", "trace"], through: ["/bin/sh", "-c", "mkfifo \"$2.fifo\"; exec 3<>\"$2.fifo\"; exec \"$0\" \"$@\" 2>&3"]);
        for (var number = 0; number < 600; number++)
        {
            await daemon.Client.GetStringAsync(ApiRoutes.Machines);
        }
        daemon.Signal(Terminate);
        Assert.Equal(0, await daemon.EndAsync());
        File.Delete(root.Path + ".fifo");
    }

    [Fact]
    public async Task Errors_are_in_the_language_of_the_environment()
    {
        using var root = new TemporaryFolder();
        var (status, words) = await DaemonProcess.RunAsync(root.Path, ["--log-level", "ồn"], ("LANG", "vi_VN.UTF-8"));
        Assert.Equal(2, status);
        Assert.Contains("'ồn' không phải là giá trị của log.level", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_or_group_that_is_not_there_is_refused_before_anything_is_made()
    {
        using var root = new TemporaryFolder();
        var (group, words) = await DaemonProcess.RunAsync(root.File("x"), ["--listen-group", "no-such-group"]);
        Assert.Equal(2, group);
        Assert.Contains("no-such-group", words, StringComparison.Ordinal);
        Assert.False(Directory.Exists(root.File("x")));
    }

    [Fact]
    public async Task The_check_needs_no_daemon_and_its_json_is_the_contracts()
    {
        using var root = new TemporaryFolder();
        var (status, words) = await DaemonProcess.RunAsync(root.Path, ["check", "--json"]);
        var report = JsonSerializer.Deserialize(words, PandoJson.Default.HostCheckReport)!;
        Assert.Equal(report.CanRunMachines ? 0 : 1, status);
        Assert.Contains(report.Items, item => item.Id == "kvm-runs-guest");
        var (_, text) = await DaemonProcess.RunAsync(root.Path, ["check"]);
        Assert.Contains(report.Items[0].Title, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_and_the_probe_are_printed()
    {
        using var root = new TemporaryFolder();
        Assert.Matches(@"^pandod \d+\.\d+\.\d+\s*$", (await DaemonProcess.RunAsync(root.Path, ["--version"])).Words);
        Assert.NotNull(Linux.Kvm.KvmProbeResult.TryParse((await DaemonProcess.RunAsync(root.Path, ["probe-kvm"])).Words.Trim()));
    }

    [Fact]
    public async Task A_daemon_that_hangs_is_not_reported_as_alive()
    {
        using var root = new TemporaryFolder();
        await using var daemon = await DaemonProcess.StartAsync(root.Path);
        Assert.True(await Daemon.Running.Watchdog.AnswersAsync(daemon.SocketPath, Limit.Short, Limit.Token()));
        daemon.Signal(Stop);
        await daemon.StoppedAsync();
        Assert.False(await Daemon.Running.Watchdog.AnswersAsync(daemon.SocketPath, TimeSpan.FromMilliseconds(300), Limit.Token()));
        daemon.Signal(Continue);
        Assert.True(await Daemon.Running.Watchdog.AnswersAsync(daemon.SocketPath, Limit.Short, Limit.Token()));
    }

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
