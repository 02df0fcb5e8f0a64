using System.CommandLine;
using Pando.Cli.Commands;
using Pando.Cli.Completion;
using Pando.Cli.Usage;

namespace Pando.Cli.Tests.Texts;

public class CommandTreeTests
{
    internal static IEnumerable<CliCommand> All() => Below(CommandTree.Build());

    private static IEnumerable<CliCommand> Below(CliCommand command) =>
        command.Subcommands.OfType<CliCommand>().SelectMany(Below).Prepend(command);

    [Fact]
    public void A_command_does_something_or_has_commands() =>
        Assert.All(All(), command => Assert.True(command.Body is not null || command.Subcommands.Count > 0, command.Key));

    [Fact]
    public void Every_command_that_does_something_has_an_example() =>
        Assert.All(All().Where(command => command.Body is not null), command => Assert.True(command.Examples.Count > 0, command.Key));

    /// <summary>The examples are run through the parser: one that does not parse would be worse than none.</summary>
    [Fact]
    public void Every_example_is_a_command_line_that_is_right()
    {
        var examples = All().SelectMany(command => command.Examples).Distinct().ToList();
        Assert.True(examples.Count > 40);
        Assert.All(examples, example =>
        {
            var start = example.IndexOf("pando ", StringComparison.Ordinal);
            var line = example[(start + "pando ".Length)..].Split(" | ")[0].Split(" > ")[0].Split(')')[0];
            UsageCheck.Demand(CommandTree.Build().Parse(line));
        });
    }

    [Fact]
    public void Names_are_unique() => Assert.Equal(CommandTree.Names.Distinct().Count(), CommandTree.Names.Count());

    [Fact]
    public void A_tree_of_only_what_is_meant_parses_as_the_whole_one_does()
    {
        foreach (var command in CommandTree.Build().Subcommands)
        {
            var part = CommandTree.Build([command.Name, "--help"]);
            Assert.Equal(command.Name, Assert.Single(part.Subcommands).Name);
        }
        Assert.Equal(CommandTree.Names.Count(), CommandTree.Build(["nonsense"]).Subcommands.Count);
    }

    /// <summary>virsh's and virt-install's names are what people type and scripts say.</summary>
    [Theory]
    [InlineData("list", "--all --inactive --name --uuid --title --state-running --state-paused --state-shutoff --autostart")]
    [InlineData("define", "--validate")]
    [InlineData("undefine", "--remove-all-storage --nvram")]
    [InlineData("create", "--paused --console --validate")]
    [InlineData("start", "--paused --console")]
    [InlineData("shutdown", "--mode")]
    [InlineData("reboot", "--mode")]
    [InlineData("destroy", "--graceful")]
    [InlineData("autostart", "--disable")]
    [InlineData("console", "--devname --force --safe")]
    [InlineData("dumpxml", "--inactive --security-info")]
    [InlineData("domstate", "--reason")]
    [InlineData("domblklist", "--details")]
    [InlineData("event", "--domain --event --all --loop --timeout --timestamp")]
    [InlineData("pool-list", "--all --name --details")]
    [InlineData("vol-list", "--details")]
    [InlineData("vol-info", "--pool")]
    [InlineData("vol-delete", "--pool")]
    [InlineData("install", "--name --memory --vcpus --cdrom --location --import --disk --os-variant --network --graphics --boot --cloud-init --noautoconsole --wait --dry-run --print-xml --autostart --image --full")]
    public void Options_have_the_names_of_virsh_and_virt_install(string name, string options)
    {
        var command = CommandTree.Build().Subcommands.Single(command => command.Name == name);
        Assert.Empty(options.Split(' ').Except(command.Options.Select(option => option.Name), StringComparer.Ordinal));
    }

    [Fact]
    public void There_is_a_completion_for_each_shell_that_is_named() =>
        Assert.All(ShellScripts.Names, shell => Assert.Contains("__complete", ShellScripts.Of(shell), StringComparison.Ordinal));
}
