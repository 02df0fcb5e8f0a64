using System.CommandLine;

namespace Pando.Cli.Commands;

/// <summary>
/// A command: what it is called here, the key of its texts (the same under every name it has), its operands and options, and
/// what it does. A group of commands has no body.
/// </summary>
internal sealed class CliCommand : Command
{
    public CliCommand(string name, string key, Func<Run, Task<int>>? body, params ReadOnlySpan<Symbol> symbols)
        : base(name)
    {
        Key = key;
        Body = body;
        if (body is not null)
        {
            // It is never invoked; without one the parser takes a command with subcommands for unfinished.
            SetAction(_ => 0);
        }
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument operand:
                    Add(operand);
                    break;
                case Option option:
                    Add(option);
                    break;
                case Command command:
                    Add(command);
                    break;
            }
        }
    }

    /// <summary><c>help.KEY</c> is its one-line text.</summary>
    public string Key { get; }

    public Func<Run, Task<int>>? Body { get; }

    /// <summary>Command lines that show its use.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
