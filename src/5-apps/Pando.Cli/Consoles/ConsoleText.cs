using System.Text;

namespace Pando.Cli.Consoles;

/// <summary>What a console has shown lately, as text without escape sequences and carriage returns.</summary>
internal sealed class ConsoleText
{
    private const int Kept = 16 * 1024;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();
    private Sequence _sequence;

    private enum Sequence
    {
        None,
        Escape,
        Control,
        String,
        Charset,
    }

    /// <summary>The line that the cursor is on.</summary>
    public string LastLine
    {
        get
        {
            var text = _text.ToString();
            return text[(text.LastIndexOf('\n') + 1)..];
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var chars = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var count = _decoder.GetChars(bytes, chars, flush: false);
        foreach (var c in chars.AsSpan(0, count))
        {
            Add(c);
        }
        if (_text.Length > 2 * Kept)
        {
            _text.Remove(0, _text.Length - Kept);
        }
    }

    /// <summary>The last lines that are not empty.</summary>
    public IReadOnlyList<string> LastLines(int count) =>
        [.. _text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).TakeLast(count)];

    public bool Contains(string text) => _text.ToString().Contains(text, StringComparison.Ordinal);

    /// <summary>Forgets what was shown: what is looked for next is looked for in what comes next.</summary>
    public void Clear() => _text.Clear();

    /// <summary>Forgets all but the line that the cursor is on.</summary>
    public void KeepLastLine()
    {
        var line = LastLine;
        _text.Clear().Append(line);
    }

    // ECMA-48: ESC [ … final byte; ESC ] … BEL or ESC \; ESC ( and one more; ESC and one more.
    private void Add(char c)
    {
        switch (_sequence)
        {
            case Sequence.Escape:
                _sequence = c switch { '[' => Sequence.Control, ']' => Sequence.String, '(' or ')' or '*' or '+' => Sequence.Charset, _ => Sequence.None };
                break;
            case Sequence.Control:
                _sequence = c is >= '@' and <= '~' ? Sequence.None : Sequence.Control;
                break;
            case Sequence.Charset:
                _sequence = Sequence.None;
                break;
            case Sequence.String:
                _sequence = c switch { '\a' => Sequence.None, '\e' => Sequence.Escape, _ => Sequence.String };
                break;
            default:
                if (c == '\e')
                {
                    _sequence = Sequence.Escape;
                }
                else if (c is '\n' or '\t' || !char.IsControl(c))
                {
                    _text.Append(c);
                }
                break;
        }
    }
}
