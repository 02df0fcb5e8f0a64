using System.CommandLine;
using Pando.Cli.Commands;
using Pando.Cli.Texts;

namespace Pando.Cli.Usage;

/// <summary>
/// Where the one-line texts of commands, operands and options are: <c>help.start</c>, <c>help.start.paused</c>; what many
/// commands have the same is <c>help.any.machine</c>.
/// </summary>
internal static class HelpText
{
    public static string Of(TextSource texts, CliCommand command) => texts["help." + command.Key];

    public static string? More(TextSource texts, CliCommand command) => texts.Find($"help.{command.Key}.more");

    public static string Of(TextSource texts, CliCommand command, Symbol symbol) => texts[KeyOf(texts, command, symbol)];

    /// <summary>The key that a symbol's text has, or should have where there is none.</summary>
    public static string KeyOf(TextSource texts, CliCommand command, Symbol symbol)
    {
        var word = symbol.Name.TrimStart('-').ToLowerInvariant();
        var own = $"help.{command.Key}.{word}";
        return texts.Find(own) is null ? $"help.any.{word}" : own;
    }
}
