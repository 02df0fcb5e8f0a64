using System.Text;

namespace Pando.Storage.Programs;

/// <summary>Cuts a program's output into lines, and keeps the last ones for an error.</summary>
internal sealed class LineBuffer(Action<string>? onLine)
{
    private const int LongestLine = 4096;
    private const int KeptLines = 12;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();
    private readonly Queue<string> _last = new();

    /// <summary>The last lines, for people.</summary>
    public string Tail => string.Join('\n', _last);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = new char[_decoder.GetCharCount(bytes, flush: false)];
        _decoder.GetChars(bytes, characters, flush: false);
        foreach (var character in characters)
        {
            if (character is '\n' or '\r')
            {
                Finish();
            }
            else if (_line.Length < LongestLine)
            {
                _line.Append(character);
            }
        }
    }

    public void Finish()
    {
        if (_line.Length == 0)
        {
            return;
        }
        var line = _line.ToString();
        _line.Clear();
        _last.Enqueue(line);
        if (_last.Count > KeptLines)
        {
            _last.Dequeue();
        }
        onLine?.Invoke(line);
    }
}
