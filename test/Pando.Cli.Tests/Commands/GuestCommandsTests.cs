using Pando.Api.Agents;
using Pando.Api.Machines;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class GuestCommandsTests : CliTest
{
    private const string Agent = "/api/v1/machines/web1/agent";

    [Fact]
    public async Task A_program_gets_its_own_options_and_its_exit_status_is_the_commands()
    {
        Pandod.On("POST", Agent + "/exec", new GuestExecResult { Pid = 7, Exited = true, ExitCode = 3, Output = "aGkK", Error = "b2ghCg==" });
        var run = await RunAsync("exec", "web1", "--", "ls", "-l", "--all");
        Assert.Equal((3, "hi\n", "oh!\n"), (run.ExitCode, run.Out, run.Error));
        Assert.Contains("\"path\":\"ls\",\"arguments\":[\"-l\",\"--all\"]", Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_and_a_program_that_runs_on_have_statuses_of_their_own()
    {
        Pandod.On("POST", Agent + "/exec", new GuestExecResult { Pid = 7, Exited = true, Signal = 9 });
        Assert.Equal(137, (await RunAsync("exec", "web1", "--", "x")).ExitCode);
        Pandod.On("POST", Agent + "/exec", new GuestExecResult { Pid = 7, Exited = false });
        var late = await RunAsync("exec", "web1", "--timeout", "1", "--", "x");
        Assert.Equal(7, late.ExitCode);
        Assert.Contains("process 7", late.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("exec", "web1", "--detach", "--", "x")).ExitCode);
        Assert.Contains("\"waitSeconds\":0", Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_in_goes_to_the_program_only_where_that_is_wanted()
    {
        Pandod.On("POST", Agent + "/exec", new GuestExecResult { Pid = 7, Exited = true, ExitCode = 0 });
        Around.Input = "hi";
        await RunAsync("exec", "web1", "--stdin", "--", "cat");
        Assert.Contains("\"input\":\"aGk=\"", Last.Text, StringComparison.Ordinal);
        await RunAsync("exec", "web1", "--", "cat");
        Assert.DoesNotContain("input", Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_comes_from_the_input_or_a_file_and_is_never_told()
    {
        Pandod.On("PUT", Agent + "/password", context => { context.Response.StatusCode = 204; return Task.CompletedTask; });
        Around.Input = "sesame-42\nmore";
        var run = await RunAsync("set-user-password", "web1", "an");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"password\":\"sesame-42\"", Last.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame-42", run.Out + run.Error, StringComparison.Ordinal);

        await RunAsync("set-user-password", "web1", "an", "--password-file", Write("secret", "from file\n"));
        Assert.Contains("\"password\":\"from file\"", Last.Text, StringComparison.Ordinal);
        Around.Input = "";
        Assert.Equal(2, (await RunAsync("set-user-password", "web1", "an")).ExitCode);
    }

    [Fact]
    public async Task Addresses_and_file_systems_are_told_as_tables()
    {
        Pandod.On<IReadOnlyList<MachineCard>>("GET", "/api/v1/machines/web1/addresses",
        [
            new MachineCard
            {
                Device = "vnet0",
                Mac = "52:54:00:00:00:01",
                Addresses =
                [
                    new MachineAddress { Type = "ipv4", Address = "10.0.2.15", Prefix = 24, Source = "lease", AgeSeconds = 61 },
                    new MachineAddress { Type = "ipv6", Address = "fd00::1", Source = "arp" },
                ],
            },
            new MachineCard { Device = "vnet1", Mac = "52:54:00:00:00:02", Addresses = [] },
            new MachineCard { Device = "vnet2", Mac = "52:54:00:00:00:03", SeenSecondsAgo = 7, Addresses = [] },
        ]);
        Assert.Equal(
            "Name   MAC                Protocol  Address       Source  Age\nvnet0  52:54:00:00:00:01  ipv4      10.0.2.15/24  lease   1:01\nvnet0  52:54:00:00:00:01  ipv6      fd00::1       arp     -\n"
            + "vnet1  52:54:00:00:00:02  -         -             -       -\nvnet2  52:54:00:00:00:03  -         -             fdb     0:07\n",
            (await RunAsync("domifaddr", "web1")).Out);
        await RunAsync("domifaddr", "web1", "--source", "agent", "--interface", "vnet1");
        Assert.EndsWith("addresses?source=agent", Last.Target, StringComparison.Ordinal);
        Pandod.On("GET", Agent + "/info", new GuestInfo
        {
            Filesystems = [new GuestFilesystem { Name = "vda1", Mountpoint = "/", Type = "ext4", TotalBytes = 1 << 30, UsedBytes = 1 << 29, Disks = ["vda"] }],
        });
        Assert.Equal("Mountpoint  Name  Type  Target  Size   Used\n/           vda1  ext4  vda     1 GiB  512 MiB\n", (await RunAsync("domfsinfo", "web1")).Out);
    }

    [Fact]
    public async Task What_a_guest_is_has_virshs_names()
    {
        Pandod.On("GET", Agent + "/info", new GuestInfo
        {
            Users = [new GuestUser { Name = "an", LoginAt = DateTimeOffset.UnixEpoch.AddMilliseconds(1500) }],
            Os = new GuestOs { Id = "debian" },
            Hostname = "web1",
        });
        var run = await RunAsync("guestinfo", "web1", "--user", "--os", "--hostname");
        Assert.EndsWith("types=users%2Cos%2Chostname", Last.Target, StringComparison.Ordinal);
        Assert.Equal("user.count          : 1\nuser.0.name         : an\nuser.0.login-time   : 1500\nos.id               : debian\nhostname            : web1\n", run.Out);
    }

    [Fact]
    public async Task Processors_are_named_in_ranges()
    {
        Pandod.On<IReadOnlyList<GuestVcpu>>("PUT", Agent + "/vcpus", [new GuestVcpu { Id = 0, Online = true }, new GuestVcpu { Id = 1, Online = false, CanOffline = true }]);
        var run = await RunAsync("guestvcpus", "web1", "--cpulist", "1,3-4", "--disable");
        Assert.Contains("\"offline\":[1,3,4]", Last.Text, StringComparison.Ordinal);
        Assert.Equal("vcpus          : 0,1\nonline         : 0\nofflinable     : 1\n", run.Out);
        Assert.Equal(2, (await RunAsync("guestvcpus", "web1", "--cpulist", "1")).ExitCode);
        Assert.Equal(2, (await RunAsync("guestvcpus", "web1", "--count", "many")).ExitCode);
    }
}
