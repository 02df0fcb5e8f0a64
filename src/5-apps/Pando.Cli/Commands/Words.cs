using System.CommandLine;

namespace Pando.Cli.Commands;

/// <summary>What a word on the command line names, so that it can be completed.</summary>
internal enum WordKind
{
    Text,
    File,
    Machine,
    Job,
    Image,
    Pool,
    Volume,
    Secret,
    Network,
    NetworkFilter,
    Bridge,
    TrashItem,
}

/// <summary>An operand.</summary>
internal sealed class Operand : Argument<string>
{
    public Operand(string name, WordKind kind, bool optional = false)
        : base(name)
    {
        Kind = kind;
        Arity = optional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne;
    }

    public WordKind Kind { get; }

    /// <summary>The words that it takes; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    public static Operand Machine() => new("MACHINE", WordKind.Machine);
}

/// <summary>Operands of one kind, at least one where they are not optional.</summary>
internal sealed class Operands : Argument<string[]>
{
    public Operands(string name, WordKind kind, bool optional = false)
        : base(name)
    {
        Kind = kind;
        Arity = optional ? ArgumentArity.ZeroOrMore : ArgumentArity.OneOrMore;
    }

    public WordKind Kind { get; }
}

/// <summary>An option with a value.</summary>
internal sealed class Setting : Option<string>
{
    public Setting(string name, string valueName, params string[] aliases)
        : base(name, aliases)
    {
        HelpName = valueName;
        Arity = ArgumentArity.ExactlyOne;
    }

    public WordKind Kind { get; init; }

    /// <summary>The words that it takes; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}

/// <summary>An option with a value that may be given more than once.</summary>
internal sealed class Settings : Option<string[]>
{
    public Settings(string name, string valueName, params string[] aliases)
        : base(name, aliases)
    {
        HelpName = valueName;
        Arity = ArgumentArity.OneOrMore;
        AllowMultipleArgumentsPerToken = false;
    }

    public IReadOnlyList<string> Choices { get; init; } = [];
}

/// <summary>An option without a value.</summary>
internal sealed class Flag(string name, params string[] aliases) : Option<bool>(name, aliases);

/// <summary>An option whose value may be left out, and that may be given more than once.</summary>
internal sealed class OptionalSettings : Option<string[]>
{
    public OptionalSettings(string name, string valueName, params string[] aliases)
        : base(name, aliases)
    {
        HelpName = valueName;
        Arity = ArgumentArity.ZeroOrMore;
        AllowMultipleArgumentsPerToken = false;
    }
}
