using Microsoft.AspNetCore.Http;
using Pando.Api.Host;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class HostCommandsTests : CliTest
{
    private static readonly HostFacts Facts = new()
    {
        HostName = "node1",
        Version = "0.1.0",
        StartedAt = Samples.Morning,
        Distribution = "Debian GNU/Linux 12 (bookworm)",
        Kernel = "6.1.0-38-amd64",
        Arch = "x86_64",
        MemoryTotalKiB = 8L << 20,
        MemoryAvailableKiB = 6L << 20,
        Accelerator = "tcg",
        AcceleratorNotice = "No /dev/kvm.",
        QemuVersion = "7.2.0",
        Machines = 3,
        MachinesActive = 1,
        Processors = new HostProcessors { Model = "AMD EPYC", Online = 4, Sockets = 1, CoresPerSocket = 2, ThreadsPerCore = 2, MHz = 2445.4, NumaNodes = 1 },
    };

    private static HostCheckReport Report(bool can) => new()
    {
        CanRunMachines = can,
        CheckedAt = Samples.Morning,
        Items =
        [
            new HostCheckItem { Id = "qemu", Status = CheckStatus.Pass, Title = "QEMU", Message = "version 7.2.0" },
            new HostCheckItem { Id = "kvm", Status = CheckStatus.Warn, Title = "KVM", Message = "/dev/kvm is missing", Remedy = "Enable virtualization in the BIOS." },
            new HostCheckItem { Id = "space", Status = CheckStatus.Fail, Title = "Free space", Message = "0 B" },
        ],
    };

    [Fact]
    public async Task Check_shows_a_line_each_and_what_to_do()
    {
        Pandod.On("GET", "/api/v1/host/check", Report(can: true));
        var run = await RunAsync("check");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            """
            pass  QEMU: version 7.2.0
            warn  KVM: /dev/kvm is missing
                  do: Enable virtualization in the BIOS.
            fail  Free space: 0 B

            This host can run machines.

            """, run.Out);
        Assert.Equal("warn  KVM: /dev/kvm is missing\n      do: Enable virtualization in the BIOS.\nfail  Free space: 0 B\nThis host can run machines.\n", (await RunAsync("host", "check", "--brief")).Out);
    }

    [Fact]
    public async Task The_status_of_check_says_whether_machines_can_run()
    {
        Pandod.On("GET", "/api/v1/host/check", Report(can: false));
        var run = await RunAsync("check");
        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("This host cannot run machines.\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("check", "--json")).ExitCode);
    }

    [Fact]
    public async Task Check_speaks_Vietnamese()
    {
        Pandod.On("GET", "/api/v1/host/check", Report(can: true));
        Around.InVietnamese();
        Assert.StartsWith("đạt    QEMU: version 7.2.0\nlưu ý  KVM: ", (await RunAsync("check")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodeinfo_is_virshs()
    {
        Pandod.On("GET", "/api/v1/host", Facts);
        Assert.Equal(
            """
            Architecture:      x86_64
            Processor:         AMD EPYC
            CPUs:              4
            CPU frequency:     2445.4 MHz
            CPU sockets:       1
            Cores per socket:  2
            Threads per core:  2
            NUMA nodes:        1
            Memory:            8 GiB

            """, (await RunAsync("nodeinfo")).Out);
    }

    [Fact]
    public async Task Host_info_and_version_tell_the_rest()
    {
        Pandod.On("GET", "/api/v1/host", Facts);
        Assert.Equal($"{Facts.HostName}\n", (await RunAsync("hostname")).Out);
        Assert.Equal($"{Pandod.Address}\n", (await RunAsync("uri")).Out);
        Assert.Contains("Machines:          3, 1 of them running\n", (await RunAsync("host", "info")).Out, StringComparison.Ordinal);
        Assert.Contains($"pandod:  0.1.0 ({Pandod.Address})\nQEMU:    7.2.0\n", (await RunAsync("version")).Out, StringComparison.Ordinal);
    }

    private void Events(params string[] events) => Pandod.On("GET", "/api/v1/events", async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var happened in events)
        {
            await context.Response.WriteAsync($"data: {happened}\n\n");
        }
    });

    private const string Started = """{"sequence":1,"at":"2026-11-03T09:00:00.25Z","type":"machine.started","subject":"u1","data":{"name":"web1","by":"root"}}""";

    [Fact]
    public async Task Event_waits_for_the_first()
    {
        Events(Started, Started);
        var run = await RunAsync("event", "--timestamp");
        Assert.Equal((0, "2026-11-03 09:00:00.250+00:00: machine.started web1 by=root\n"), (run.ExitCode, run.Out));
    }

    [Theory]
    [InlineData("event --loop")]
    [InlineData("event follow")]
    public async Task A_loop_goes_on_until_the_connection_ends(string line)
    {
        Events(Started, Started);
        var run = await RunAsync(line.Split(' '));
        Assert.Equal((5, "machine.started web1 by=root\nmachine.started web1 by=root\n"), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task Events_of_one_machine_and_type_are_asked_for_by_its_uuid()
    {
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1"));
        Events(Started);
        var run = await RunAsync("event", "--domain", "web1", "--event", "machine.*", "--event", "job.ended", "--json");
        Assert.Equal(Started.Replace("09:00:00.25Z", "09:00:00.25+00:00", StringComparison.Ordinal) + "\n", run.Out);
        Assert.Equal($"GET /api/v1/events?types=machine.%2A%2Cjob.ended&subject={Samples.Uuid(1)}", Last.ToString());
    }

    [Fact]
    public async Task No_event_in_the_time_given_is_told()
    {
        Pandod.On("GET", "/api/v1/events", async context =>
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        Assert.Equal(7, (await RunAsync("event", "--timeout", "1")).ExitCode);
        Assert.Equal(0, (await RunAsync("event", "--loop", "--timeout", "1")).ExitCode);
    }
}
