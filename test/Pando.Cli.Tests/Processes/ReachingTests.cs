using System.Net.Sockets;
using Pando.Api.Machines;
using Pando.Cli.Tests.Harness;
using Pando.Testing;

namespace Pando.Cli.Tests.Processes;

/// <summary>Finding a pandod, and saying why there is none.</summary>
public sealed class ReachingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CliAround _around = new();

    public void Dispose() => _folder.Dispose();

    private Task<CliRun> ListAsync(params string[] more) => CliRun.OfAsync(_around, ["list", .. more]);

    [Fact]
    public async Task A_socket_that_is_not_there()
    {
        var run = await ListAsync("--host", $"unix:{_folder["none"]}");
        Assert.Equal(5, run.ExitCode);
        Assert.StartsWith($"error: There is no pandod: the socket {_folder["none"]} does not exist.\nhint: Start it: 'systemctl start pandod'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_nobody_listens_on()
    {
        using var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        left.Bind(new UnixDomainSocketEndPoint(_folder["left"]));
        var run = await ListAsync("--host", $"unix:{_folder["left"]}");
        Assert.Equal(5, run.ExitCode);
        Assert.StartsWith($"error: No pandod listens at unix:{_folder["left"]}.\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("hint: It has ended or is just starting", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Root may use every socket: another user is needed to be refused.</summary>
    [Fact]
    public async Task A_socket_that_may_not_be_used_says_who_may()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can become another user");
        await using var pandod = await ScriptedPandod.StartAsync(_folder["s"]);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(_folder["s"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _around.With("PANDO_HOST", pandod.Address.ToString()).With("USER", "an");
        await using var pando = PandoProcess.StartProgram(_around, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--", ReachableCopy.Of(PandoProcess.Path, _folder["program"]), "list");
        Assert.Equal(5, await pando.ExitAsync());
        Assert.Equal(
            $"error: You may not use the socket {_folder["s"]}.\n  Permission denied {_folder["s"]}\nhint: Its owner and the members of its group may; 'ls -l {_folder["s"]}' shows both.\n",
            pando.Error);
    }

    [Fact]
    public async Task The_users_own_instance_is_found_where_the_host_has_none()
    {
        Assert.SkipWhen(File.Exists("/run/pando/pando.sock"), "this host runs a pandod of its own");
        Directory.CreateDirectory(_folder["pando"]);
        await using var pandod = await ScriptedPandod.StartAsync(_folder["pando/pando.sock"]);
        pandod.On<IReadOnlyList<MachineSummary>>("GET", "/api/v1/machines", [Samples.Summary("web1")]);
        _around.With("XDG_RUNTIME_DIR", _folder.Path);
        Assert.Contains("web1", (await ListAsync()).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_comes_before_what_is_set()
    {
        _around.With("PANDO_HOST", $"unix:{_folder["environment"]}");
        Assert.Contains(_folder["environment"], (await ListAsync()).Error, StringComparison.Ordinal);
        Assert.Contains(_folder["option"], (await ListAsync("--host", $"unix:{_folder["option"]}")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_host_is_reached_over_https_with_its_authority_and_a_token()
    {
        using var authority = new TestAuthority();
        await using var pandod = await ScriptedPandod.StartAsync(_folder["s"], authority);
        pandod.On<IReadOnlyList<MachineSummary>>("GET", "/api/v1/machines", [Samples.Summary("web1")]);
        _around.With("PANDO_HOST", pandod.HttpsAddress.ToString()).With("PANDO_TOKEN", "t0ken");
        var untrusted = await ListAsync();
        Assert.Equal(5, untrusted.ExitCode);
        Assert.StartsWith($"error: {pandod.HttpsAddress} cannot be trusted.\n  ", untrusted.Error, StringComparison.Ordinal);
        Assert.Contains("hint: Give the authority that signed its certificate: --ca-file FILE or PANDO_CA_FILE.\n", untrusted.Error, StringComparison.Ordinal);
        Assert.Empty(pandod.Requests);

        authority.WritePem(_folder["ca.pem"]);
        Assert.Contains("web1", (await ListAsync("--ca-file", _folder["ca.pem"])).Out, StringComparison.Ordinal);
        _around.With("PANDO_CA_FILE", _folder["ca.pem"]);
        Assert.Contains("web1", (await ListAsync()).Out, StringComparison.Ordinal);
        Assert.All(pandod.Requests, request => Assert.Equal("Bearer t0ken", request.Headers["Authorization"]));
    }

    [Fact]
    public async Task An_authority_that_cannot_be_read_is_told()
    {
        var run = await ListAsync("--host", "https://localhost:1", "--ca-file", _folder["none.pem"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"error: There is no file {_folder["none.pem"]}.\n", run.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder["bad.pem"], "nothing");
        Assert.StartsWith($"error: {_folder["bad.pem"]} cannot be used.\n", (await ListAsync("--host", "https://localhost:1", "--ca-file", _folder["bad.pem"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_of_its_answer()
    {
        await using var server = new RawServer(_folder["raw"], "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{\"id\":");
        var run = await ListAsync("--host", $"unix:{_folder["raw"]}");
        Assert.Equal((5, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"error: The connection to unix:{_folder["raw"]} broke; what was asked may have been done.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_else_that_answers()
    {
        await using var server = new RawServer(_folder["raw"], "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n");
        var run = await ListAsync("--host", $"unix:{_folder["raw"]}");
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("is not a pandod of this version.\n  HTTP 404\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_stops_reading_the_output_gets_no_complaint()
    {
        await using var pandod = await ScriptedPandod.StartAsync(_folder["s"]);
        pandod.On<IReadOnlyList<MachineSummary>>("GET", "/api/v1/machines", [.. Enumerable.Range(0, 5000).Select(i => Samples.Summary($"machine-with-a-long-name-{i}"))]);
        _around.With("PANDO_HOST", pandod.Address.ToString());
        await using var shell = PandoProcess.StartProgram(_around, "bash", "-c", $"{PandoProcess.Path} list --name | head -1; echo ${{PIPESTATUS[0]}}");
        Assert.Equal(0, await shell.ExitAsync());
        Assert.Equal(("machine-with-a-long-name-0\n141\n", ""), (shell.Out, shell.Error));
    }
}
