namespace Pando.Ovsdb.Framing;

/// <summary>
/// Finds where a JSON object ends. Messages follow each other with nothing in between (RFC 7047, 4), so that only their brackets tell.
/// It looks at each byte once, however small the pieces are that they come in.
/// </summary>
internal sealed class MessageBoundary
{
    private int _depth;
    private bool _inText;
    private bool _escaped;

    /// <summary>Whether nothing of a message has come yet.</summary>
    public bool IsBetween => _depth == 0;

    /// <summary>How many of the bytes belong to the message, where it ends in them; -1 where it goes on.</summary>
    /// <exception cref="OvsdbProtocolException">It begins with something else than an object.</exception>
    public int Scan(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (Ends(bytes[at]))
            {
                return at + 1;
            }
        }
        return -1;
    }

    private bool Ends(byte letter)
    {
        if (_inText)
        {
            _inText = _escaped || letter != '"';
            _escaped = !_escaped && letter == '\\';
            return false;
        }
        switch (letter)
        {
            case (byte)'{' or (byte)'[':
                Require(_depth > 0 || letter == '{', letter);
                _depth++;
                return false;
            case (byte)'}' or (byte)']':
                Require(_depth > 0, letter);
                return --_depth == 0;
            case (byte)'"':
                Require(_depth > 0, letter);
                _inText = true;
                return false;
            default:
                Require(_depth > 0 || letter is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t', letter);
                return false;
        }
    }

    private static void Require(bool right, byte letter)
    {
        if (!right)
        {
            throw new OvsdbProtocolException($"a message begins with the byte 0x{letter:x2}");
        }
    }
}
