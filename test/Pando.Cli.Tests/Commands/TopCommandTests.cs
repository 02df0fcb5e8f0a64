using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pando.Api.Json;
using Pando.Api.Statistics;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class TopCommandTests : CliTest
{
    private int _readings;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Pandod.On("GET", "/api/v1/statistics", context => context.Response.WriteAsJsonAsync(Next(), PandoJson.Default.IReadOnlyListMachineStatistics));
    }

    /// <summary>A reading two seconds after the one before: web1 computes, db reads from its disk, old is off.</summary>
    private IReadOnlyList<MachineStatistics> Next()
    {
        var turn = Interlocked.Increment(ref _readings) - 1;
        return
        [
            Reading(1, "db", turn, ("cpu.time", turn * 20_000_000L), ("block.0.rd.bytes", turn * 4096L), ("balloon.rss", 2048)),
            Reading(2, "old", turn) with { At = null },
            Reading(3, "web1", turn, ("cpu.time", turn * 3_000_000_000L), ("vcpu.current", 2), ("balloon.current", 1048576), ("balloon.rss", 1024)),
        ];
    }

    private static MachineStatistics Reading(int number, string name, int turn, params (string Name, long Value)[] numbers) => new()
    {
        Id = Samples.Uuid(number),
        Name = name,
        At = CliRun.Noon.AddSeconds(turn * 2),
        QemuAt = CliRun.Noon.AddSeconds(turn * 2),
        Numbers = numbers.ToDictionary(one => one.Name, one => one.Value),
        Words = new Dictionary<string, string>(),
    };

    [Fact]
    public async Task Without_a_terminal_it_is_one_table()
    {
        var run = await RunAsync("top", "--interval", "1");
        Assert.Equal(
            """
            Name  CPU %  vCPUs  Host memory  Guest memory  Disk read  Disk write  Net in  Net out
            web1  150    2      1 MiB        1 GiB         -          -           -       -
            db    1      0      2 MiB        -             2 KiB/s    -           -       -

            """, run.Out);
        Assert.Equal((0, 2), (run.ExitCode, _readings));
        Assert.Equal("GET /api/v1/statistics?groups=cpu%2Cballoon%2Cvcpu%2Cnet%2Cblock&fresh=true", Last.ToString());
    }

    [Fact]
    public async Task Scripts_get_an_array_or_one_a_line()
    {
        using var once = JsonDocument.Parse((await RunAsync("top", "--once", "--json", "--interval", "1", "--sort", "disk")).Out);
        Assert.Equal(["db", "web1"], once.RootElement.EnumerateArray().Select(machine => machine.GetProperty("name").GetString()));
        var lines = (await RunAsync("top", "--json", "--count", "2", "--interval", "1")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Equal(150, JsonElement.Parse(line)[0].GetProperty("cpuPercent").GetDouble()));
    }

    [Fact]
    public async Task In_a_terminal_it_is_drawn_over_itself()
    {
        Around.OutIsTerminal = true;
        var run = await RunAsync("top", "--count", "1", "--interval", "1");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2 running", run.Out, StringComparison.Ordinal);
        Assert.Contains("web1", run.Out, StringComparison.Ordinal);
        Assert.Contains("\e[", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("old", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--count", "0")]
    [InlineData("--interval", "soon")]
    [InlineData("--sort", "age")]
    public async Task What_makes_no_sense_is_refused(string option, string value) => Assert.Equal(2, (await RunAsync("top", option, value)).ExitCode);
}
