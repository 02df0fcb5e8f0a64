using System.CommandLine;
using Pando.Cli.Commands;

namespace Pando.Cli.Completion;

/// <summary>
/// What the words before the one being typed have settled. A parser's result would not do: such a line is unfinished, and
/// mostly wrong.
/// </summary>
internal sealed class CommandLine
{
    private CommandLine(CliCommand root) => Command = root;

    public CliCommand Command { get; private set; }

    /// <summary>How many operands there are already.</summary>
    public int Words { get; private set; }

    /// <summary>The operands themselves.</summary>
    public List<string> Operands { get; } = [];

    /// <summary>The options that were given, with their values where they have one.</summary>
    public HashSet<Option> Given { get; } = [];

    /// <summary>The option whose value is being typed.</summary>
    public Option? AwaitsValue { get; private set; }

    /// <summary>The value of <c>--host</c>, which decides whose names are meant.</summary>
    public string? Host { get; private set; }

    /// <summary>The value of <c>--pool</c>.</summary>
    public string? Pool { get; private set; }

    public static CommandLine Read(CliCommand root, IEnumerable<string> words)
    {
        var line = new CommandLine(root);
        foreach (var word in words)
        {
            line.Add(word);
        }
        return line;
    }

    private void Add(string word)
    {
        if (AwaitsValue is { } option)
        {
            AwaitsValue = null;
            Take(option, word);
        }
        else if (word.StartsWith('-'))
        {
            AddOption(word);
        }
        else if (Words == 0 && Command.Subcommands.OfType<CliCommand>().FirstOrDefault(sub => sub.Name == word) is { } sub)
        {
            Command = sub;
        }
        else
        {
            Operands.Add(word);
            Words++;
        }
    }

    private void AddOption(string word)
    {
        var parts = word.Split('=', 2);
        var option = Command.Options.Concat(GlobalOptions.All).FirstOrDefault(option => option.Name == parts[0] || option.Aliases.Contains(parts[0]));
        if (option is null)
        {
            return;
        }
        Given.Add(option);
        if (parts.Length == 2)
        {
            Take(option, parts[1]);
        }
        else if (option.Arity.MinimumNumberOfValues > 0)
        {
            AwaitsValue = option;
        }
    }

    private void Take(Option option, string value)
    {
        Host = option == GlobalOptions.Host ? value : Host;
        Pool = option.Name is "--pool" ? value : Pool;
    }
}
