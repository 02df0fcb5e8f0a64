using Pando.Api.Machines;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Completion;

public sealed class CompletionTests : CliTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Pandod.On<IReadOnlyList<MachineSummary>>("GET", "/api/v1/machines",
            [Samples.Summary("web-1") with { Title = "Shop" }, Samples.Summary("web-2"), Samples.Summary("db: main")]);
        Around.With("PATH", Path.GetDirectoryName(PandoProcess.Path) + ":" + Environment.GetEnvironmentVariable("PATH"));
    }

    private async Task<string> CompleteAsync(string line)
    {
        var run = await RunAsync(["__complete", "--", .. line.Split(' ')]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return string.Join(' ', run.Out.Split('\n').Select(candidate => candidate.Split('\t')[0])).TrimEnd();
    }

    [Theory]
    [InlineData("dest", "destroy")]
    [InlineData("job ", "list show wait cancel")]
    [InlineData("trash re", "restore")]
    [InlineData("start --p", "--paused")]
    [InlineData("start web-1 --q", "--quiet")]
    [InlineData("start web-1 --c", "--console --ca-file")]
    [InlineData("start --paused --p", "")]
    [InlineData("shutdown web-1 --mode ", "acpi agent")]
    [InlineData("define ", ":files")]
    [InlineData("define a.xml ", ":files")]
    [InlineData("console web-1 --password-file ", ":files")]
    [InlineData("completion ", "bash zsh fish")]
    [InlineData("nonsense ", "")]
    [InlineData("install --disk a --di", "--disk")]
    public async Task Commands_options_and_their_values_are_completed(string line, string candidates) =>
        Assert.Equal(candidates, await CompleteAsync(line));

    [Theory]
    [InlineData("start ", "?state=inactive")]
    [InlineData("shutdown --mode acpi ", "?state=active")]
    [InlineData("machine resume ", "?state=paused")]
    [InlineData("dumpxml --inactive ", "")]
    [InlineData("event --domain ", "")]
    public async Task Names_are_asked_for_live_and_only_those_that_fit(string line, string query)
    {
        Assert.Equal("web-1 web-2 db: main", await CompleteAsync(line));
        Assert.Equal("GET /api/v1/machines" + query, Assert.Single(Pandod.Requests).ToString());
    }

    [Fact]
    public async Task A_second_name_is_not_offered_where_one_is_meant()
    {
        Assert.Equal("", await CompleteAsync("start web-1 "));
        Assert.Empty(Pandod.Requests);
    }

    [Fact]
    public async Task The_host_of_the_line_is_the_one_that_is_asked()
    {
        await using var other = await ScriptedPandod.StartAsync(Folder["other"]);
        other.On<IReadOnlyList<MachineSummary>>("GET", "/api/v1/machines", [Samples.Summary("elsewhere")]);
        Assert.Equal("elsewhere", await CompleteAsync($"--host unix:{Folder["other"]} start "));
    }

    [Fact]
    public async Task No_pandod_is_no_names_and_no_complaint()
    {
        Around.With("PANDO_HOST", "unix:/nowhere");
        Assert.Equal("", await CompleteAsync("start "));
    }

    [Theory]
    [InlineData("pando dest", "destroy")]
    [InlineData("pando trash pu", "purge")]
    [InlineData("pando start web", "web-1 web-2")]
    [InlineData("pando start db", "db\\:\\ main|db: main|db:\\ main|'db: main'")]
    [InlineData("pando shutdown --mode ag", "agent")]
    public async Task Bash_completes(string line, string candidates)
    {
        await using var bash = PandoProcess.StartProgram(Around, "bash", "--norc", "-c",
            $"source <(pando completion bash); COMP_LINE='{line}'; COMP_WORDS=($COMP_LINE); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); COMP_POINT=${{#COMP_LINE}}; _pando; echo \"${{COMPREPLY[*]}}\"");
        Assert.Equal((0, ""), (await bash.ExitAsync(), bash.Error));
        Assert.Contains(bash.Out.TrimEnd('\n'), candidates.Split('|'));
    }

    [Fact]
    public async Task Bash_completes_files_where_a_file_is_meant()
    {
        Write("web1.xml", "");
        await using var bash = PandoProcess.StartProgram(Around, "bash", "--norc", "-c",
            $"source <(pando completion bash); COMP_LINE='pando define {Folder.Path}/we'; COMP_WORDS=($COMP_LINE); COMP_CWORD=2; _pando 2>/dev/null; echo \"${{COMPREPLY[*]}}\"");
        await bash.ExitAsync();
        Assert.Equal(Folder["web1.xml"] + "\n", bash.Out);
    }

    [Theory]
    [InlineData("pando dest", "destroy")]
    [InlineData("pando start web", "web-1|web-2")]
    [InlineData("pando shutdown --mode ag", "agent")]
    public async Task Fish_completes(string line, string candidates)
    {
        Assert.SkipUnless(OnPath("fish"), "missing tool: fish");
        Around.With("HOME", Folder.Path);
        await using var fish = PandoProcess.StartProgram(Around, "fish", "--no-config", "-c", $"pando completion fish | source; complete -C '{line}'");
        Assert.Equal((0, ""), (await fish.ExitAsync(), fish.Error));
        Assert.Equal(candidates.Split('|'), fish.Out.TrimEnd('\n').Split('\n').Select(candidate => candidate.Split('\t')[0]));
    }

    [Fact]
    public async Task Fish_shows_what_a_word_is()
    {
        Assert.SkipUnless(OnPath("fish"), "missing tool: fish");
        Around.With("HOME", Folder.Path);
        await using var fish = PandoProcess.StartProgram(Around, "fish", "--no-config", "-c", "pando completion fish | source; complete -C 'pando start web-1'");
        await fish.ExitAsync();
        Assert.Equal("web-1\tShop\n", fish.Out);
    }

    /// <summary>zsh completes only where somebody types: a terminal, the Tab key, and what the line then is.</summary>
    [Theory]
    [InlineData("pando dest\t", "pando destroy ")]
    [InlineData("pando start db\t", "pando start db:\\ main ")]
    [InlineData("pando shutdown --mode ag\t", "pando shutdown --mode agent ")]
    public async Task Zsh_completes(string typed, string completed)
    {
        Assert.SkipUnless(OnPath("zsh"), "missing tool: zsh");
        Around.With("HOME", Folder.Path).With("ZDOTDIR", Folder.Path);
        Write(".zshrc", "PS1='ready> '; unsetopt beep; autoload -U compinit; compinit -u -d $HOME/dump; source <(pando completion zsh)\nshow-line() { print -r -- \"line=[$BUFFER]\" }; zle -N show-line; bindkey '^X' show-line\n");
        await using var zsh = PandoProcess.StartInTerminal(Around, "zsh -i");
        await zsh.SaysAsync("ready> ");
        await zsh.TypeAsync(typed);
        await zsh.TypeAsync("\x18");
        await zsh.SaysAsync($"line=[{completed}]");
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
