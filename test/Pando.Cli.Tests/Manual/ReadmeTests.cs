using System.CommandLine;
using Pando.Cli.Commands;
using Pando.Cli.Tests.Harness;
using Pando.Cli.Usage;

namespace Pando.Cli.Tests.Manual;

/// <summary>What the README shows can be typed, and both languages show the same.</summary>
public class ReadmeTests
{
    public static TheoryData<string> CommandLines => [.. Lines("README.md").Concat(Examples("docs/man/pando.1")).Distinct()];

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void Every_command_of_the_README_and_the_manual_is_one(string line)
    {
        var args = Words(line).Skip(1).ToArray();
        UsageCheck.Demand(CommandTree.Build().Parse(args));
    }

    [Fact]
    public void Both_languages_show_the_same_commands()
    {
        Assert.NotEmpty(Lines("README.md"));
        Assert.Equal(Lines("README.md"), Lines("README.vi.md"));
        Assert.Equal(Examples("docs/man/pando.1"), Examples("docs/man/vi/pando.1"));
    }

    /// <summary>Lines of shell, without what is said behind them or where they lead.</summary>
    private static IReadOnlyList<string> Lines(string file) =>
        [.. Read(file).SkipWhile(line => !line.StartsWith("```sh", StringComparison.Ordinal)).Select(Bare).Where(IsCommand)];

    private static IReadOnlyList<string> Examples(string file) =>
        [.. Read(file).SkipWhile(line => line is not ".nf").Select(Bare).Where(IsCommand)];

    private static string[] Read(string file) => File.ReadAllLines(Path.Combine(Repository.Root, file));

    private static string Bare(string line) => line.Split(" #")[0].Split(" > ")[0].Trim();

    private static bool IsCommand(string line) => line.StartsWith("pando ", StringComparison.Ordinal) || line.StartsWith("out/pando ", StringComparison.Ordinal);

    /// <summary>As a shell reads them, as far as these lines go: quotes keep words together.</summary>
    private static IEnumerable<string> Words(string line) =>
        line.Split('"').SelectMany((part, at) => at % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
