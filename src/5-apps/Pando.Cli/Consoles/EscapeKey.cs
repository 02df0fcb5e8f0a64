using Pando.Cli.Failures;

namespace Pando.Cli.Consoles;

/// <summary>The key that leaves a console: one byte, written as virsh writes it (<c>^]</c>, <c>^^</c>, <c>^A</c>).</summary>
internal readonly record struct EscapeKey(byte Byte)
{
    public static readonly EscapeKey Default = new(0x1D);

    public static EscapeKey Parse(string? text) => text switch
    {
        null => Default,
        ['^', >= '@' and <= '_' or >= 'a' and <= 'z'] => new((byte)(text[1] & 0x1F)),
        [> ' ' and <= '~'] => new((byte)text[0]),
        _ => throw CliException.Usage("bad-escape", ("key", text)),
    };

    /// <summary><c>Ctrl-]</c>.</summary>
    public override string ToString() => Byte < 0x20 ? $"Ctrl-{(char)(Byte + 0x40)}" : $"{(char)Byte}";
}
