using System.CommandLine;
using System.CommandLine.Parsing;
using Pando.Cli.Commands;
using Pando.Cli.Failures;

namespace Pando.Cli.Usage;

/// <summary>
/// What is wrong with a command line, in the user's language. The parser finds that something is; its own messages are
/// English only, so that the reason is read off the result again.
/// </summary>
internal static class UsageCheck
{
    /// <summary>A <see cref="CliException"/> with <see cref="ExitCode.Usage"/> where the command line is wrong.</summary>
    public static void Demand(ParseResult parsed)
    {
        var command = PathOf(parsed.CommandResult);
        // A misspelt option looks like an operand to the parser, and then it is the real operand that is one too many.
        var words = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToList();
        if (parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(operand => operand.Tokens)
            .FirstOrDefault(token => token.Value is ['-', _, ..] && words.Contains(token)) is { } misspelt)
        {
            throw Unmatched(parsed, command, misspelt.Value);
        }
        foreach (var token in parsed.UnmatchedTokens)
        {
            throw Unmatched(parsed, command, token);
        }
        foreach (var option in parsed.CommandResult.Children.OfType<OptionResult>())
        {
            Demand(option, command);
        }
        foreach (var operand in parsed.CommandResult.Children.OfType<ArgumentResult>())
        {
            if (operand.Tokens.Count < operand.Argument.Arity.MinimumNumberOfValues)
            {
                throw CliException.Usage("operand-missing", ("operand", operand.Argument.Name), ("command", command));
            }
        }
        if (parsed.Errors is [var error, ..] && parsed.CommandResult.Command is CliCommand { Body: not null })
        {
            throw CliException.Usage("usage", ("reason", error.Message), ("command", command));
        }
    }

    /// <summary><c>pando job list</c>.</summary>
    public static string PathOf(CommandResult result)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = result; at is CommandResult command; at = command.Parent)
        {
            names.Push(command.Command.Name);
        }
        return string.Join(' ', names);
    }

    private static void Demand(OptionResult option, string command)
    {
        var name = option.Option.Name;
        if (option.Implicit)
        {
            return;
        }
        if (option.Tokens.Count < option.Option.Arity.MinimumNumberOfValues)
        {
            throw CliException.Usage("value-missing", ("option", name), ("command", command));
        }
        if (option.IdentifierTokenCount > 1 && option.Option is Setting)
        {
            throw CliException.Usage("given-twice", ("option", name), ("command", command));
        }
        if (option.Option is Setting { Choices.Count: > 0 } choice && !choice.Choices.Contains(option.Tokens[0].Value, StringComparer.Ordinal))
        {
            throw CliException.Usage(
                "no-such-choice", ("option", name), ("value", option.Tokens[0].Value), ("choices", string.Join(", ", choice.Choices)), ("command", command));
        }
    }

    private static CliException Unmatched(ParseResult parsed, string command, string token)
    {
        var here = parsed.CommandResult.Command;
        var isOption = token.StartsWith('-');
        var isCommand = !isOption && here is CliCommand { Body: null };
        var known = isOption ? here.Options.Concat(GlobalOptions.All).Select(option => option.Name)
            : isCommand ? (here is CliCommand { Key: CommandTree.RootKey } ? CommandTree.Names : here.Subcommands.Select(sub => sub.Name))
            : [];
        var what = isOption ? "unknown-option" : isCommand ? "unknown-command" : "operand-too-many";
        var meant = (isCommand ? OtherWords.For(token, known) : null) ?? Spelling.Nearest(token, known);
        return meant is { } near
            ? CliException.Usage(what + "-near", ("word", token), ("near", near), ("command", command))
            : CliException.Usage(what, ("word", token), ("command", command));
    }
}
