using System.Globalization;

namespace Pando.Model.Domains.Devices;

/// <summary>The address of a network card: 48 bits.</summary>
/// <param name="Value">The six bytes, the first one in bits 40…47.</param>
public readonly record struct MacAddress(long Value)
{
    /// <summary>QEMU's prefix, which libvirt makes addresses with.</summary>
    public const long QemuPrefix = 0x525400;

    /// <summary>Whether it names a group of cards, which no card may have as its own.</summary>
    public bool IsMulticast => ((Value >> 40) & 1) != 0;

    /// <summary>An address with QEMU's prefix.</summary>
    /// <param name="low">The lower 24 bits.</param>
    public static MacAddress WithQemuPrefix(int low) => new((QemuPrefix << 24) | (uint)(low & 0xffffff));

    /// <summary>Reads six numbers of one or two hexadecimal digits with colons or hyphens between them.</summary>
    public static bool TryParse(string? text, out MacAddress mac)
    {
        mac = default;
        if (text is null)
        {
            return false;
        }
        var parts = text.Split(text.Contains('-', StringComparison.Ordinal) ? '-' : ':');
        if (parts.Length != 6)
        {
            return false;
        }
        long value = 0;
        foreach (var part in parts)
        {
            if (part.Length is 0 or > 2 || !byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                return false;
            }
            value = (value << 8) | octet;
        }
        mac = new MacAddress(value);
        return true;
    }

    /// <summary>The usual form: <c>52:54:00:12:34:56</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Octet(5):x2}:{Octet(4):x2}:{Octet(3):x2}:{Octet(2):x2}:{Octet(1):x2}:{Octet(0):x2}");

    private byte Octet(int fromRight) => (byte)((Value >> (8 * fromRight)) & 0xff);
}
