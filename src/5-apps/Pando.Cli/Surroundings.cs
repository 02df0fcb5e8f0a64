using System.Globalization;
using System.Text;
using Pando.Cli.Output;
using Pando.Cli.Terminal;
using Pando.Cli.Texts;

namespace Pando.Cli;

/// <summary>What a run of the command has around it: streams, environment, clock. A test gives others.</summary>
internal sealed class Surroundings
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Standard output as bytes; what was written to <see cref="Out"/> is flushed before.</summary>
    public required Func<Stream> OutBytes { get; init; }

    public required Func<Stream> In { get; init; }

    public required Func<string, string?> Environment { get; init; }

    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public TextSource Texts => field ??= new TextSource(Language.Of(Environment));

    public Colours OutColours => field ??= new Colours(OutIsTerminal && ColoursWanted);

    public Colours ErrorColours => field ??= new Colours(ErrorIsTerminal && ColoursWanted);

    // https://no-color.org: present and not empty.
    private bool ColoursWanted => string.IsNullOrEmpty(Environment("NO_COLOR")) && Environment("TERM") is not "dumb";

    public static Surroundings OfProcess()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return new Surroundings
        {
            Out = Writer(new DescriptorStream(1), autoFlush: false),
            Error = Writer(new DescriptorStream(2), autoFlush: true),
            OutBytes = () => new DescriptorStream(1),
            In = () => new DescriptorStream(0),
            Environment = System.Environment.GetEnvironmentVariable,
            InIsTerminal = TerminalCalls.IsTerminal(0),
            OutIsTerminal = TerminalCalls.IsTerminal(1),
            ErrorIsTerminal = TerminalCalls.IsTerminal(2),
        };
    }

    private static StreamWriter Writer(Stream stream, bool autoFlush) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024) { AutoFlush = autoFlush };
}
