using System.Globalization;

namespace Pando.Model.Keys;

/// <summary>One key with its number in every set; null where a set has no such key.</summary>
internal sealed record Key(
    string LinuxName, int Linux, int AtSet1, int? AtSet2, int? AtSet3, int? Usb, string? OsXName, int? OsX, string? Win32Name, int? Win32)
{
    private const int ExtendedPrefix = 0xe000;
    private const int LowBits = 0x7f;
    private const int ReleaseBit = 0x80;
    private const int XtExtended = 0x100;

    /// <summary>What QEMU's send-key takes for a number.</summary>
    public int Qnum => IsExtended ? (AtSet1 & LowBits) | ReleaseBit : AtSet1 & LowBits;

    private int XtKbd => IsExtended ? (AtSet1 & LowBits) | XtExtended : AtSet1;

    // Two Korean keys send a single byte with its highest bit set, and are not extended.
    private bool IsExtended => AtSet1 >= ExtendedPrefix;

    /// <summary>A line of the table.</summary>
    public static Key Read(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new Key(
            words[0], Number(words[1])!.Value, Number(words[2])!.Value, Number(words[3]), Number(words[4]), Number(words[5]),
            Name(words[6]), Number(words[7]), Name(words[8]), Number(words[9]));
    }

    public int? In(KeyCodeSet set) => set switch
    {
        KeyCodeSet.Linux => Linux,
        KeyCodeSet.Xt or KeyCodeSet.XtKbd => XtKbd,
        KeyCodeSet.AtSet1 => AtSet1,
        KeyCodeSet.AtSet2 => AtSet2,
        KeyCodeSet.AtSet3 => AtSet3,
        KeyCodeSet.OsX => OsX,
        KeyCodeSet.Usb => Usb,
        KeyCodeSet.Win32 => Win32,
        KeyCodeSet.Qnum => Qnum,
        _ => throw new ArgumentOutOfRangeException(nameof(set)),
    };

    public string? NameIn(KeyCodeSet set) => set switch
    {
        KeyCodeSet.Linux => LinuxName,
        KeyCodeSet.OsX => OsXName,
        KeyCodeSet.Win32 => Win32Name,
        _ => null,
    };

    private static string? Name(string word) => word == "-" ? null : word;

    private static int? Number(string word) => word switch
    {
        "-" => null,
        ['0', 'x', .. var digits] => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        _ => int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture),
    };
}
