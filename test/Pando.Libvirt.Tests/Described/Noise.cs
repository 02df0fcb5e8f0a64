using System.Text;

namespace Pando.Libvirt.Tests.Described;

/// <summary>Numbers that look random and are the same for the same seed (splitmix64).</summary>
internal sealed class Noise(ulong seed)
{
    private static readonly string[] Letters = ["a", "Z", "7", " ", "\n", "<", "é", "ấ", "漢", "🌳"];

    private static readonly ulong[] Edges =
        [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fffffff, 0x80000000, 0xffffffff, 0x7fffffffffffffff, 0x8000000000000000, ulong.MaxValue];

    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9e3779b97f4a7c15;
            var mixed = (_state ^ (_state >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return mixed ^ (mixed >> 31);
        }
    }

    public int Below(int end) => (int)(Next() % (ulong)end);

    /// <summary>Often one of those at which programs err.</summary>
    public ulong Number() => Below(3) switch
    {
        0 => Edges[Below(Edges.Length)],
        1 => (ulong)Below(1000),
        _ => Next(),
    };

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = unchecked((byte)Next());
        }
        return bytes;
    }

    /// <summary>Of letters that take one to four bytes, at most so many bytes together.</summary>
    public string Text(int maxBytes)
    {
        var text = new StringBuilder();
        var (bytes, wanted) = (0, Below(12));
        for (var i = 0; i < wanted; i++)
        {
            var letter = Letters[Below(Letters.Length)];
            bytes += Encoding.UTF8.GetByteCount(letter);
            if (bytes > maxBytes)
            {
                break;
            }
            text.Append(letter);
        }
        return text.ToString();
    }
}
