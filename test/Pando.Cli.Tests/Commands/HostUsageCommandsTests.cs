using Microsoft.AspNetCore.Http;
using Pando.Api.Host;
using Pando.Api.Tests.Scripted;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class HostUsageCommandsTests : CliTest
{
    private const string Route = "/api/v1/host/usage";

    private static readonly HostUsage Usage = new()
    {
        Total = new ProcessorTimes { User = 9_797_400_000, System = 34_678_723_400_000, Idle = 87_264_900_000, IoWait = 763_600_000 },
        Processors =
        [
            new ProcessorUsage { Number = 0, Online = true, Times = new ProcessorTimes { User = 1, System = 2, Idle = 3, IoWait = 4 } },
            new ProcessorUsage { Number = 1, Online = true, Times = new ProcessorTimes { User = 5, System = 6, Idle = 7, IoWait = 8 } },
            new ProcessorUsage { Number = 2, Online = false },
            new ProcessorUsage { Number = 3, Online = true, Times = new ProcessorTimes { User = 9, System = 10, Idle = 11, IoWait = 12 } },
        ],
        Memory = new MemoryUsage { TotalKiB = 8_062_464, FreeKiB = 6_200_000, BuffersKiB = 12, CachedKiB = 400_000 },
        Nodes = [new NodeMemory { Number = 0, TotalKiB = 4_000_000, FreeKiB = 2048 }, new NodeMemory { Number = 1, TotalKiB = 4_062_464, FreeKiB = 4096 }],
    };

    [Fact]
    public async Task Times_stand_as_virsh_has_them()
    {
        Pandod.On("GET", Route, Usage);
        Assert.Equal(
            """
            user:                     9797400000
            system:               34678723400000
            idle:                    87264900000
            iowait:                    763600000

            """, (await RunAsync("nodecpustats")).Out);
        Assert.StartsWith("user:                              5\n", (await RunAsync("nodecpustats", "--cpu", "1")).Out, StringComparison.Ordinal);
        // It is there and not online, is not there, is no number.
        foreach (var cpu in (string[])["2", "4", "x"])
        {
            Assert.Equal(2, (await RunAsync("nodecpustats", "--cpu", cpu)).ExitCode);
        }
    }

    [Fact]
    public async Task In_percent_is_what_was_done_within_a_second()
    {
        var asked = 0;
        Pandod.On("GET", Route, context =>
        {
            var more = Interlocked.Increment(ref asked) == 1 ? 0 : 1_000_000_000;
            var total = Usage.Total!;
            return ScriptedPandod.Json(context, Usage with
            {
                Total = new ProcessorTimes { User = total.User + (more / 10), System = total.System + (more / 20), Idle = total.Idle + (more / 5 * 4), IoWait = total.IoWait + (more / 20) },
            });
        });
        Assert.Equal(
            """
            usage:           15.0%
            user:            10.0%
            system:           5.0%
            idle:            80.0%
            iowait:           5.0%

            """, (await RunAsync("nodecpustats", "--percent")).Out);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task The_most_virtual_processors_are_those_of_the_capabilities()
    {
        Pandod.On("GET", "/api/v1/host/domain-capabilities", static context => context.Response.WriteAsync("<domainCapabilities><vcpu max='288'/></domainCapabilities>"));
        Assert.Equal("288\n", (await RunAsync("maxvcpus", "--type", "qemu")).Out);
        Assert.EndsWith("?type=qemu", Pandod.Requests.Last().Target, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("maxvcpus", "--type", "lxc")).ExitCode);
    }

    [Fact]
    public async Task Capabilities_are_asked_for_by_what_the_machine_is_to_be()
    {
        Pandod.On("GET", "/api/v1/host/capabilities", static context => context.Response.WriteAsync("<capabilities/>\n"));
        Pandod.On("GET", "/api/v1/host/domain-capabilities", static context => context.Response.WriteAsync("<domainCapabilities/>\n"));
        Assert.Equal("<capabilities/>\n", (await RunAsync("capabilities")).Out);
        Assert.Equal(
            "<domainCapabilities/>\n",
            (await RunAsync("domcapabilities", "--virttype", "kvm", "--machine", "pc", "--arch", "x86_64", "--emulatorbin", "/usr/bin/qemu-system-x86_64")).Out);
        Assert.EndsWith("?type=kvm&machine=pc&architecture=x86_64&emulator=%2Fusr%2Fbin%2Fqemu-system-x86_64", Pandod.Requests.Last().Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CpuFit.Identical, "cpu-compare", 0, "CPU described in - is identical to host CPU\n")]
    [InlineData(CpuFit.Superset, "cpu-compare", 0, "Host CPU is a superset of CPU described in -\n")]
    [InlineData(CpuFit.Incompatible, "cpu-compare", 1, "CPU described in - is incompatible with host CPU\n")]
    [InlineData(CpuFit.Superset, "hypervisor-cpu-compare", 0, "The CPU provided by hypervisor on the host is a superset of CPU described in -\n")]
    public async Task A_comparison_stands_as_virsh_has_it(CpuFit fit, string command, int status, string words)
    {
        Pandod.On("POST", "/api/v1/host/cpu-comparison", new CpuComparison { Fit = fit });
        Around.Input = "<cpu/>";
        var result = await RunAsync(command, "-");
        Assert.Equal((status, words), (result.ExitCode, result.Out));
        Assert.Equal(command.StartsWith("hyper", StringComparison.Ordinal), Pandod.Requests.Last().Target.EndsWith("?hypervisor=true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_fit_is_named_where_that_is_asked_for()
    {
        Pandod.On("POST", "/api/v1/host/cpu-comparison", new CpuComparison { Fit = CpuFit.Incompatible, Why = CpuMisfit.Missing, What = "svm, avx2" });
        Around.Input = "<cpu/>";
        var result = await RunAsync("cpu-compare", "--error", "-");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("svm, avx2", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_stands_as_virsh_has_it()
    {
        Pandod.On("GET", Route, Usage);
        Assert.Equal(
            """
            total  :              8062464 KiB
            free   :              6200000 KiB
            buffers:                   12 KiB
            cached :               400000 KiB

            """, (await RunAsync("nodememstats")).Out);
        Assert.Equal("total  :              4062464 KiB\nfree   :                 4096 KiB\n", (await RunAsync("nodememstats", "--cell", "1")).Out);
        Assert.Equal(2, (await RunAsync("nodememstats", "--cell", "2")).ExitCode);
        Assert.Equal("Total: 6200000 KiB\n", (await RunAsync("freecell")).Out);
        Assert.Equal("    1:       4096 KiB\n", (await RunAsync("freecell", "--cellno", "1")).Out);
        Assert.Equal("    0:       2048 KiB\n    1:       4096 KiB\nTotal: 6144 KiB\n", (await RunAsync("freecell", "--all")).Out);
    }

    [Fact]
    public async Task Processors_that_are_online_are_a_map_or_ranges()
    {
        Pandod.On("GET", Route, Usage);
        Assert.Equal("CPUs present:  4\nCPUs online:   3\nCPU map:       yy-y\n", (await RunAsync("nodecpumap")).Out);
        Assert.EndsWith("0-1,3\n", (await RunAsync("nodecpumap", "--pretty")).Out, StringComparison.Ordinal);
        Assert.Contains("\"online\":false", (await RunAsync("nodecpumap", "--json")).Out.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_read_the_very_numbers()
    {
        Pandod.On("GET", Route, Usage);
        Assert.Contains("\"ioWait\":763600000", (await RunAsync("nodecpustats", "--json")).Out.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"cachedKiB\":400000", (await RunAsync("nodememstats", "--json")).Out.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"freeKiB\":4096", (await RunAsync("freecell", "--json")).Out.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
