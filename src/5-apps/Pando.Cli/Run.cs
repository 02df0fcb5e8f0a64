using System.CommandLine;
using Pando.Api.Client;
using Pando.Cli.Commands;
using Pando.Cli.Connection;
using Pando.Cli.Output;
using Pando.Cli.Terminal;
using Pando.Cli.Texts;

namespace Pando.Cli;

/// <summary>One run of one command.</summary>
internal sealed class Run(Surroundings around, ParseResult parsed) : IDisposable
{
    private PandoClient? _client;
    private Interrupts? _interrupts;

    public Surroundings Around { get; } = around;

    public ParseResult Parsed { get; } = parsed;

    public TextSource Texts => Around.Texts;

    public TextWriter Out => Around.Out;

    public Colours Colours => Around.OutColours;

    public bool Json => Parsed.GetValue(GlobalOptions.Json);

    public bool Quiet => Parsed.GetValue(GlobalOptions.Quiet);

    /// <summary>The pandod that is meant; nothing is connected before the first call.</summary>
    public PandoClient Client => _client ??= ClientFactory.Make(new PandoClientOptions
    {
        Address = HostFinder.Find(Parsed.GetValue(GlobalOptions.Host), Around.Environment),
        CaFile = Parsed.GetValue(GlobalOptions.CaFile) ?? Empty(Around.Environment("PANDO_CA_FILE")),
        Token = Empty(Around.Environment("PANDO_TOKEN")),
        Language = Texts.Language,
        Reason = Parsed.GetValue(GlobalOptions.Reason),
        Time = Around.Time,
    });

    /// <summary>
    /// Ctrl-C, SIGTERM and SIGHUP, from the first use on; before it they end the process, which is right for a command that
    /// only asks.
    /// </summary>
    public Interrupts Interrupts => _interrupts ??= new Interrupts();

    public string Value(Operand operand) => Parsed.GetRequiredValue(operand);

    public string? Optional(Operand operand) => Parsed.GetValue(operand);

    public string[] Values(Operands operands) => Parsed.GetValue(operands) ?? [];

    public string? Value(Setting setting) => Parsed.GetValue(setting);

    public string[] Values(OptionalSettings settings) => Parsed.GetValue(settings) ?? [];

    public string[] Values(Settings settings) => Parsed.GetValue(settings) ?? [];

    public bool Has(Option option) => Parsed.GetResult(option) is { Implicit: false };

    public bool Has(Flag flag) => Parsed.GetValue(flag);

    /// <summary>Prints the object with <c>--json</c>, else what is told of it.</summary>
    public void Show<T>(T value, Action<TextWriter> tell)
    {
        if (Json)
        {
            Out.WriteLine(JsonOutput.Of(value));
        }
        else
        {
            tell(Out);
        }
    }

    /// <summary>Prints the object with <c>--json</c>, else says that it is done, unless that is not wanted.</summary>
    public void Say<T>(T value, string key, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        if (Json)
        {
            Out.WriteLine(JsonOutput.Of(value));
        }
        else
        {
            Tell(key, facts);
        }
    }

    /// <summary>Says that something is done that left no object; with <c>--json</c> the facts are the object.</summary>
    public void Say(string key, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        if (Json)
        {
            WriteFacts(facts);
        }
        else
        {
            Tell(key, facts);
        }
    }

    /// <summary>Prints XML as it is: for a file or a pipe nothing may be changed in it. With <c>--json</c> it is a member.</summary>
    public void WriteXml(string xml)
    {
        if (Json)
        {
            WriteFacts(("xml", xml));
        }
        else
        {
            Out.WriteLine(xml.TrimEnd('\n'));
        }
    }

    public void Dispose()
    {
        _interrupts?.Dispose();
        _client?.Dispose();
    }

    private void Tell(string key, ReadOnlySpan<(string Name, string Value)> facts)
    {
        if (!Quiet)
        {
            Out.WriteLine(Printable.Of(Texts[key, facts]));
        }
    }

    private void WriteFacts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            named[name] = value;
        }
        Out.WriteLine(JsonOutput.Of<IReadOnlyDictionary<string, string>>(named));
    }

    private static string? Empty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
