using System.Text.RegularExpressions;
using Pando.Cli.Commands;
using Pando.Cli.Failures;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Manual;

public partial class ManualPageTests
{
    private static string PathOf(string language) =>
        Path.Combine(Repository.Root, language is "en" ? "docs/man/pando.1" : $"docs/man/{language}/pando.1");

    /// <summary>PANDO_UPDATE=1 writes the pages anew.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("vi")]
    public void The_manual_tells_of_the_commands_what_their_help_tells(string language)
    {
        var path = PathOf(language);
        var page = File.ReadAllText(path);
        var begin = page.IndexOf(ManualPage.Begin, StringComparison.Ordinal);
        var end = page.IndexOf(ManualPage.End, StringComparison.Ordinal) + ManualPage.End.Length + 1;
        var right = page[..begin] + ManualPage.Commands(language) + page[end..];
        if (Environment.GetEnvironmentVariable("PANDO_UPDATE") is "1")
        {
            File.WriteAllText(path, right);
        }
        else
        {
            Assert.Equal(right, page);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("vi")]
    public void The_manual_has_every_exit_status_option_of_all_commands_and_variable(string language)
    {
        var page = File.ReadAllText(PathOf(language)).Replace("\\-", "-", StringComparison.Ordinal);
        int[] statuses =
        [
            ExitCode.Done, ExitCode.Failed, ExitCode.Usage, ExitCode.NotFound, ExitCode.Refused, ExitCode.Unreachable, ExitCode.NotPermitted,
            ExitCode.TimedOut, ExitCode.Interrupted, BrokenPipe.ExitCode, 129, 143,
        ];
        Assert.All(statuses, status => Assert.Contains($".TP\n.B {status}\n", page, StringComparison.Ordinal));
        Assert.All(GlobalOptions.All, option => Assert.Contains(option.Name, page, StringComparison.Ordinal));
        string[] variables = ["PANDO_HOST", "PANDO_CA_FILE", "PANDO_TOKEN", "PANDO_DEBUG", "LC_ALL", "NO_COLOR", "VISUAL", "EDITOR", "XDG_RUNTIME_DIR"];
        Assert.All(variables, variable => Assert.Contains(variable, page, StringComparison.Ordinal));
    }

    /// <summary>They are named in the engine, which the command does not know.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("vi")]
    public void The_manual_has_every_type_of_event(string language)
    {
        var page = File.ReadAllText(PathOf(language)).Replace("\\-", "-", StringComparison.Ordinal);
        var types = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/3-engine"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .SelectMany(text => Published().Matches(text).Select(match => match.Groups["type"].Value)
                .Concat(Told().Matches(text).Select(match => "machine." + match.Groups["what"].Value)))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "machine.state", "machine.rebooted", "definition.changed", "job.ended" }, types);
        Assert.Equal([], types.Where(type => !page.Contains(type, StringComparison.Ordinal)));
    }

    [GeneratedRegex("Events\\.Publish\\(\\s*\"(?<type>[a-z.-]+)\"|events\\.Publish\\(\\s*\"(?<type>[a-z.-]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Published();

    [GeneratedRegex("\\.Told\\(_view, \"(?<what>[a-z-]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Told();
}
