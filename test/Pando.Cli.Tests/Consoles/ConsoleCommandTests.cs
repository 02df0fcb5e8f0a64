using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pando.Api.Client;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Consoles;

/// <summary>The console in a real terminal (script(1) makes one), with a guest that is played by the test.</summary>
public sealed class ConsoleCommandTests : CliTest
{
    private void Guest(Func<GuestSide, Task> play) => Pandod.On("GET", "/api/v1/machines/web1/console", async context =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await play(new GuestSide(socket, context.RequestAborted));
    });

    /// <summary>Sends everything back in capitals.</summary>
    private static async Task EchoAsync(GuestSide guest)
    {
        await guest.ShowAsync("HELLO\r\n");
        while (await guest.HearAsync() is { Length: > 0 } typed)
        {
            await guest.ShowAsync(typed.ToUpperInvariant().Replace("\x03", "<INTERRUPT>", StringComparison.Ordinal));
        }
    }

    private static async Task PlayLoginAsync(GuestSide guest, string password = "geheim")
    {
        await guest.ShowAsync("Debian GNU/Linux 12 web1 ttyS0\r\n\r\nweb1 login: ");
        await guest.HearLineAsync();
        await guest.ShowAsync("me\r\nPassword: ");
        while (await guest.HearLineAsync() != password)
        {
            await guest.ShowAsync("\r\nLogin incorrect\r\nweb1 login: ");
            await guest.HearLineAsync();
            await guest.ShowAsync("me\r\nPassword: ");
        }
        await guest.ShowAsync("\r\nme@web1:~$ ");
        while (await guest.HearLineAsync() is { Length: > 0 } command)
        {
            await guest.ShowAsync(command + "\r\n" + command switch
            {
                "exit" => "logout\r\n\r\nweb1 login: ",
                "echo PANDO-$((40+2))-$(id -un)" => "PANDO-42-me\r\nme@web1:~$ ",
                _ => "?\r\nme@web1:~$ ",
            });
        }
    }

    [Fact]
    public async Task Keys_go_through_and_the_escape_key_leaves_the_terminal_as_it_was()
    {
        Guest(EchoAsync);
        await using var pando = PandoProcess.StartInTerminal(Around, $"stty -a > {Folder["before"]}; {PandoProcess.Path} console web1; echo status=$?; stty -a > {Folder["after"]}");
        await pando.SaysAsync("HELLO");
        await pando.TypeAsync("ls\x03");
        await pando.SaysAsync("LS");
        await pando.SaysAsync("<INTERRUPT>");
        await pando.TypeAsync("last\x1D");
        await pando.SaysAsync("status=0");
        Assert.Equal(0, await pando.ExitAsync());
        Assert.Contains("Connected to 'web1'. Ctrl-] leaves.", pando.Out, StringComparison.Ordinal);
        Assert.Contains("Left the console of 'web1'; the machine goes on.", pando.Out, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(Folder["before"]), await File.ReadAllTextAsync(Folder["after"]));
    }

    [Fact]
    public async Task Another_key_can_leave()
    {
        Guest(EchoAsync);
        await using var pando = PandoProcess.StartInTerminal(Around, $"{PandoProcess.Path} console web1 --escape ^^; echo status=$?");
        await pando.SaysAsync("HELLO");
        await pando.TypeAsync("\x1D");
        await pando.TypeAsync("still here");
        await pando.SaysAsync("STILL HERE");
        await pando.TypeAsync("\x1E");
        await pando.SaysAsync("status=0");
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task A_signal_leaves_the_terminal_as_it_was(string signal, int status)
    {
        Guest(EchoAsync);
        await using var pando = PandoProcess.StartInTerminal(
            Around, $"stty -a > {Folder["before"]}; sh -c 'echo $$ > {Folder["pid"]}; exec env --default-signal=INT {PandoProcess.Path} console web1'; echo status=$?; stty -a > {Folder["after"]}");
        await pando.SaysAsync("HELLO");
        Signal.Send(signal, int.Parse(await File.ReadAllTextAsync(Folder["pid"]), CultureInfo.InvariantCulture));
        await pando.SaysAsync($"status={status}");
        await pando.ExitAsync();
        Assert.Equal(await File.ReadAllTextAsync(Folder["before"]), await File.ReadAllTextAsync(Folder["after"]));
    }

    [Fact]
    public async Task A_lost_connection_leaves_the_terminal_as_it_was()
    {
        HttpContext? connection = null;
        Pandod.On("GET", "/api/v1/machines/web1/console", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            connection = context;
            await EchoAsync(new GuestSide(socket, context.RequestAborted));
        });
        await using var pando = PandoProcess.StartInTerminal(Around, $"stty -a > {Folder["before"]}; {PandoProcess.Path} console web1; echo status=$?; stty -a > {Folder["after"]}");
        await pando.SaysAsync("HELLO");
        connection!.Abort();
        await pando.SaysAsync("status=5");
        await pando.ExitAsync();
        Assert.Contains("broke; what was asked may have been done.", pando.Out, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(Folder["before"]), await File.ReadAllTextAsync(Folder["after"]));
    }

    [Fact]
    public async Task The_machines_end_is_told()
    {
        Guest(async guest =>
        {
            await guest.ShowAsync("Powering off.\r\n");
            await guest.CloseAsync(1000, "the machine stopped");
        });
        await using var pando = PandoProcess.StartInTerminal(Around, $"{PandoProcess.Path} console web1; echo status=$?");
        await pando.SaysAsync("The console of 'web1' was closed (the machine stopped).");
        await pando.SaysAsync("status=0");
    }

    [Fact]
    public async Task A_console_that_somebody_took_is_told()
    {
        Guest(guest => guest.CloseAsync(ConsoleConnection.TakenOver, "taken over"));
        var run = await RunAsync("console", "web1");
        Assert.Equal(4, run.ExitCode);
        Assert.EndsWith("Somebody else took the console of 'web1' with --force.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_does_not_touch_the_terminal()
    {
        Pandod.Refuse("GET", "/api/v1/machines/web1/console", Samples.NotFound("web1"));
        var run = await RunAsync("console", "web1", "--devname", "serial0", "--force");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("GET /api/v1/machines/web1/console?device=serial0&force=true", Last.ToString());
    }

    [Fact]
    public async Task Without_a_terminal_the_output_is_shown_to_the_end()
    {
        Guest(async guest =>
        {
            Assert.Equal("uname\n", await guest.HearAsync());
            await guest.ShowAsync("Linux\r\n");
            await guest.CloseAsync(1000, "the machine stopped");
        });
        Around.Input = "uname\n";
        var run = await RunAsync("console", "web1");
        Assert.Equal((0, "Linux\r\n"), (run.ExitCode, run.Out));
    }

    private string[] Login(string timeout = "60") =>
        ["console", "web1", "--login", "me", "--password-file", Write("password", "geheim\n"), "--timeout", timeout];

    [Fact]
    public async Task A_login_without_a_terminal_proves_a_shell_and_leaves_the_prompt_as_it_was()
    {
        Guest(guest => PlayLoginAsync(guest));
        await using var pando = PandoProcess.Start(Around, Login());
        Assert.Equal((0, ""), (await pando.ExitAsync(), pando.Error));
        Assert.Contains("PANDO-42-me", pando.Out, StringComparison.Ordinal);
        Assert.EndsWith("web1 login: \nLogged in on 'web1': a shell answered.\n", pando.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", pando.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_in_a_terminal_stays_attached()
    {
        Guest(guest => PlayLoginAsync(guest));
        await using var pando = PandoProcess.StartInTerminal(Around, $"{PandoProcess.Path} {string.Join(' ', Login())}; echo status=$?");
        await pando.SaysAsync("Connected to 'web1'. Ctrl-] leaves.");
        await pando.TypeAsync("whoami\r");
        await pando.SaysAsync("whoami\r\n?");
        await pando.TypeAsync("\x1D");
        await pando.SaysAsync("status=0");
    }

    [Fact]
    public async Task A_wrong_password_is_told_with_the_last_lines()
    {
        Guest(guest => PlayLoginAsync(guest, password: "other"));
        var run = await RunAsync(Login());
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error: The guest of 'web1' refuses this user or password.\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("\n  Login incorrect\n  web1 login: me\n  Password:\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_prompt_in_time_is_told_with_the_last_lines()
    {
        Guest(async guest =>
        {
            await guest.ShowAsync("[    0.0] Linux version 6.1\r\n");
            await guest.HearAsync();
        });
        var run = await RunAsync(Login(timeout: "1"));
        Assert.Equal(7, run.ExitCode);
        Assert.Equal(
            "error: No login prompt came on the console of 'web1' within 0:01.\n  [    0.0] Linux version 6.1\nhint: Give it more time with --timeout SECONDS; a guest without KVM is slow.\n",
            run.Error);
    }

    [Fact]
    public async Task A_machine_that_stops_meanwhile_is_told()
    {
        Guest(async guest =>
        {
            await guest.ShowAsync("Kernel panic - not syncing\r\n");
            await guest.CloseAsync(1000, "the machine stopped");
        });
        var run = await RunAsync(Login());
        Assert.Equal((1, "error: The console of 'web1' was closed before the login was done: the machine stopped.\n  Kernel panic - not syncing\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Installing_in_a_terminal_ends_on_the_new_machines_console()
    {
        Guest(EchoAsync);
        Pandod.On("POST", "/api/v1/install", Samples.Job("machine.install", Api.Jobs.JobPhase.Done) with { Subject = "web1" }, 202);
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1"));
        Pandod.On("GET", $"/api/v1/machines/{Samples.Uuid(1)}/console", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await EchoAsync(new GuestSide(socket, context.RequestAborted));
        });
        await using var pando = PandoProcess.StartInTerminal(Around, $"{PandoProcess.Path} install --name web1 --image debian-12; echo status=$?");
        await pando.SaysAsync("HELLO");
        await pando.TypeAsync("\x1D");
        await pando.SaysAsync("status=0");
    }

    /// <summary>The guest's end of a console.</summary>
    private sealed class GuestSide(WebSocket socket, CancellationToken cancellationToken)
    {
        private string _heard = "";

        public Task ShowAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Binary, true, cancellationToken);

        public async Task<string> HearAsync()
        {
            try
            {
                var buffer = new byte[4096];
                var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                return Encoding.UTF8.GetString(buffer, 0, received.Count);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException)
            {
                return "";
            }
        }

        public async Task<string> HearLineAsync()
        {
            while (!_heard.Contains('\r', StringComparison.Ordinal))
            {
                var more = await HearAsync();
                if (more.Length == 0)
                {
                    return "";
                }
                _heard += more;
            }
            var line = _heard[.._heard.IndexOf('\r', StringComparison.Ordinal)];
            _heard = _heard[(line.Length + 1)..];
            return line;
        }

        public Task CloseAsync(int status, string reason) => socket.CloseOutputAsync((WebSocketCloseStatus)status, reason, cancellationToken);
    }
}
