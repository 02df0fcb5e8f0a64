using System.CommandLine;
using System.Text;
using Pando.Cli.Commands;
using Pando.Cli.Texts;
using Pando.Cli.Usage;

namespace Pando.Cli.Tests.Manual;

/// <summary>The part of pando(1) that follows from the commands themselves, as groff source (man(7)).</summary>
internal static class ManualPage
{
    public const string Begin = ".\\\" What follows is made from the commands' own help; a test compares it.";
    public const string End = ".\\\" So far what is made.";

    public static string Commands(string language)
    {
        var texts = new TextSource(language);
        var page = new StringBuilder(Begin).Append('\n');
        foreach (var (section, names) in CommandTree.Sections)
        {
            page.Append(Invariant($".SS {Escape(texts[section])}\n"));
            foreach (var command in names.SelectMany(WithCommands))
            {
                Write(page, texts, command);
            }
        }
        return page.Append(End).Append('\n').ToString();
    }

    private static IEnumerable<(string Path, CliCommand Command)> WithCommands(string name)
    {
        var command = CommandTree.Build().Subcommands.OfType<CliCommand>().Single(command => command.Name == name);
        yield return (name, command);
        foreach (var sub in command.Subcommands.OfType<CliCommand>())
        {
            yield return ($"{name} {sub.Name}", sub);
        }
    }

    private static void Write(StringBuilder page, TextSource texts, (string Path, CliCommand Command) one)
    {
        var command = one.Command;
        page.Append(".TP\n");
        page.Append(Invariant($"\\fB{Escape(one.Path)}\\fR{string.Concat(command.Arguments.Select(operand => " " + UsageOf(operand)))}\n"));
        page.Append(Invariant($"{Line(HelpText.Of(texts, command))}\n"));
        if (HelpText.More(texts, command) is { } more)
        {
            page.Append(Invariant($"{Line(more)}\n"));
        }
        if (TellsAgain(one.Path))
        {
            return;
        }
        foreach (var option in command.Options.Where(option => !option.Recursive))
        {
            var names = string.Join("\\fR, \\fB", option.Aliases.Where(alias => alias.Length == 2).Append(option.Name).Select(Escape));
            var value = option.HelpName is null ? "" : option.Arity.MinimumNumberOfValues == 0 ? $" [\\fI{Escape(option.HelpName)}\\fR]" : $" \\fI{Escape(option.HelpName)}\\fR";
            page.Append(Invariant($".RS\n.TP\n\\fB{names}\\fR{value}\n{Line(HelpText.Of(texts, command, option))}\n.RE\n"));
        }
    }

    /// <summary>These groups repeat commands that are told in full under virsh's names.</summary>
    private static bool TellsAgain(string path) => path.Split(' ')[0] is "machine" or "pool" or "volume";

    private static string UsageOf(Argument operand) =>
        operand.Arity.MinimumNumberOfValues == 0 ? $"[\\fI{Escape(operand.Name)}\\fR]" : $"\\fI{Escape(operand.Name)}\\fR";

    private static string Escape(string text) => text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);

    /// <summary>A dot or a quote at a line's beginning would be a request.</summary>
    private static string Line(string text) => text is ['.' or '\'', ..] ? "\\&" + Escape(text) : Escape(text);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
