using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Usage;

public class UsageTests
{
    private readonly CliAround _around = new();

    private Task<CliRun> RunAsync(string line) => CliRun.OfAsync(_around, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("lst", "error: 'pando' has no command 'lst'.\nhint: Did you mean 'list'?\n")]
    [InlineData("frobnicate", "error: 'pando' has no command 'frobnicate'.\nhint: 'pando --help' lists them.\n")]
    [InlineData("job lisst", "error: 'pando job' has no command 'lisst'.\nhint: Did you mean 'list'?\n")]
    [InlineData("job", "error: 'pando job' needs to be told what to do.\nhint: 'pando job --help' lists its commands.\n")]
    [InlineData("list --al", "error: 'pando list' has no option '--al'.\nhint: Did you mean '--all'?\n")]
    [InlineData("start", "error: MACHINE is missing.\nhint: 'pando start --help' shows how it is written.\n")]
    [InlineData("start a b", "error: 'pando start' does not know what to do with 'b'.\nhint: 'pando start --help' shows how it is written.\n")]
    [InlineData("start --pasued web1", "error: 'pando start' has no option '--pasued'.\nhint: Did you mean '--paused'?\n")]
    [InlineData("start web1 -x", "error: 'pando start' has no option '-x'.\nhint: 'pando start --help' lists them.\n")]
    [InlineData("stop web1", "error: 'pando' has no command 'stop'.\nhint: Did you mean 'shutdown'?\n")]
    [InlineData("trash rm a", "error: 'pando trash' has no command 'rm'.\nhint: 'pando trash --help' lists them.\n")]
    [InlineData("image import ftp://x/a.img", "error: 'ftp://x/a.img' is no address that an image can be fetched from.\nhint: Write http://… or https://…, or name a file of this host.\n")]
    [InlineData("install --name a --image b --disk sise=3", "error: --disk does not know 'sise='.\nhint: Did you mean 'size='?\n")]
    [InlineData("shutdown a --mode", "error: --mode needs a value.\nhint: 'pando shutdown --help' shows how it is written.\n")]
    [InlineData("shutdown a --mode acpi --mode agent", "error: --mode was given more than once.\n")]
    [InlineData("shutdown a --mode hard", "error: --mode does not take 'hard', but: acpi, agent.\n")]
    [InlineData("list --host http://x", "error: 'http://x' is no address of a pandod.\nhint: Write unix:PATH or https://HOST[:PORT].\n")]
    [InlineData("console a --escape abc", "error: 'abc' is no key to leave a console with.\nhint: Write ^] for Ctrl-], or a single character.\n")]
    [InlineData("completion tcsh", "error: There is no completion for 'tcsh'.\nhint: There is one for bash, zsh and fish.\n")]
    [InlineData("vol-create-as default a.qcow2", "error: A new volume needs a size or an image.\nhint: Give SIZE (20G), or --image IMAGE.\n")]
    public async Task A_wrong_command_line_is_told_in_a_sentence(string line, string error)
    {
        var run = await RunAsync(line);
        Assert.Equal((2, "", error), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task In_Vietnamese_too()
    {
        _around.InVietnamese();
        Assert.Equal("lỗi: 'pando' không có lệnh 'lst'.\ngợi ý: Ý bạn là 'list'?\n", (await RunAsync("lst")).Error);
    }

    [Fact]
    public async Task Without_arguments_it_shows_its_help()
    {
        var run = await RunAsync("");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\nMachines\n  list  ", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("start --help")]
    [InlineData("job -h")]
    [InlineData("install --name a --help")]
    [InlineData("version --help")]
    public async Task Help_is_shown_wherever_it_is_asked_for(string line)
    {
        var run = await RunAsync(line);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\nUsage\n  pando", run.Out, StringComparison.Ordinal);
        Assert.Contains("--host ADDRESS", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_of_a_command_has_its_parts()
    {
        var run = await RunAsync("shutdown --help");
        Assert.StartsWith(
            """
            Ask the guest to shut down.

            Usage
              pando shutdown MACHINE [OPTIONS]

            Operands
              MACHINE  Name or UUID of the machine.

            Options
              --mode MODE  How to ask: acpi (the power button) or agent (the guest agent).

            Options of every command
            """, run.Out, StringComparison.Ordinal);
        Assert.EndsWith("Examples\n  pando shutdown web1\n  pando shutdown web1 --mode agent\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tells_its_own_version_without_a_pandod() => Assert.Matches(@"^pando \d+\.\d+\.\d+\n$", (await RunAsync("--version")).Out);

    [Fact]
    public async Task A_name_that_looks_like_a_response_file_is_a_name()
    {
        _around.With("PANDO_HOST", "unix:/nowhere/s");
        Assert.Equal(5, (await RunAsync("start @web1")).ExitCode);
    }

    [Fact]
    public async Task A_name_that_begins_with_a_dash_can_be_written_after_two()
    {
        _around.With("PANDO_HOST", "unix:/nowhere/s");
        Assert.Equal(5, (await RunAsync("start -- -web1")).ExitCode);
    }
}
