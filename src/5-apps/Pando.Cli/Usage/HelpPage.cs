using System.CommandLine;
using System.CommandLine.Parsing;
using Pando.Cli.Commands;
using Pando.Cli.Output;
using Pando.Cli.Texts;

namespace Pando.Cli.Usage;

/// <summary>What <c>--help</c> shows.</summary>
internal sealed class HelpPage
{
    private readonly TextWriter _out;
    private readonly TextSource _texts;
    private readonly Colours _colours;
    private readonly CliCommand _command;
    private readonly string _path;

    private HelpPage(Surroundings around, CommandResult result)
    {
        _out = around.Out;
        _texts = around.Texts;
        _colours = around.OutColours;
        _command = (CliCommand)result.Command;
        _path = UsageCheck.PathOf(result);
    }

    public static void Write(Surroundings around, CommandResult result) => new HelpPage(around, result).Write();

    private void Write()
    {
        _out.WriteLine(HelpText.Of(_texts, _command));
        if (HelpText.More(_texts, _command) is { } more)
        {
            _out.WriteLine();
            _out.WriteLine(more);
        }
        Section("help.section.usage", [Usage()]);
        if (_command.Key == CommandTree.RootKey)
        {
            foreach (var (section, names) in CommandTree.Sections)
            {
                Section(section, Rows(names.Select(name => (name, HelpText.Of(_texts, _command.Subcommands.OfType<CliCommand>().First(sub => sub.Name == name))))));
            }
        }
        else
        {
            Section("help.section.commands", Rows(_command.Subcommands.OfType<CliCommand>().Where(sub => !sub.Hidden).Select(sub => (sub.Name, HelpText.Of(_texts, sub)))));
        }
        Section("help.section.arguments", Rows(_command.Arguments.Select(operand => (operand.Name, HelpText.Of(_texts, _command, operand)))));
        Section("help.section.options", Rows(_command.Options.Where(option => !option.Recursive && !option.Hidden).Select(Row)));
        Section("help.section.global", Rows(GlobalOptions.All.Select(Row)));
        Section("help.section.examples", [.. _command.Examples]);
    }

    private string Usage()
    {
        var parts = new List<string> { _path };
        if (_command.Subcommands.Count > 0)
        {
            parts.Add(_command.Body is null ? _texts["help.usage.command"] : $"[{_texts["help.usage.command"]}]");
        }
        parts.AddRange(_command.Arguments.Select(UsageOf));
        parts.Add(_texts["help.usage.options"]);
        return string.Join(' ', parts);
    }

    private static string UsageOf(Argument operand) => operand.Arity switch
    {
        { MaximumNumberOfValues: > 1 } => operand.Name + "…",
        { MinimumNumberOfValues: 0 } => $"[{operand.Name}]",
        _ => operand.Name,
    };

    private (string, string) Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias.Length == 2).Append(option.Name));
        var value = option.HelpName is null ? "" : option.Arity.MinimumNumberOfValues == 0 ? $" [{option.HelpName}]" : " " + option.HelpName;
        return (names + value, HelpText.Of(_texts, _command, option));
    }

    private static List<string> Rows(IEnumerable<(string Name, string Text)> rows)
    {
        var all = rows.ToList();
        var width = all.Count == 0 ? 0 : all.Max(row => DisplayWidth.Of(row.Name));
        return [.. all.Select(row => $"{row.Name}{new string(' ', width - DisplayWidth.Of(row.Name) + 2)}{row.Text}")];
    }

    private void Section(string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }
        _out.WriteLine();
        _out.WriteLine(_colours.Bold(_texts[heading]));
        foreach (var line in lines)
        {
            _out.WriteLine("  " + line);
        }
    }
}
