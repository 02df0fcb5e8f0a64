using System.Globalization;

namespace Pando.Model.NetworkFilters;

/// <summary>Numbers that have names: where there is a name, it is written.</summary>
public sealed class FilterWords
{
    private static readonly FilterWords EtherTypes = new(1536, ushort.MaxValue, ignoresCase: false,
        ("ipv4", 0x0800), ("arp", 0x0806), ("rarp", 0x8035), ("vlan", 0x8100), ("ipv6", 0x86dd));

    private static readonly FilterWords ArpOperations = new(0, ushort.MaxValue, ignoresCase: true,
        ("Request", 1), ("Reply", 2), ("Request_Reverse", 3), ("Reply_Reverse", 4), ("DRARP_Request", 5), ("DRARP_Reply", 6), ("DRARP_Error", 7),
        ("InARP_Request", 8), ("ARP_NAK", 9));

    private static readonly FilterWords IpProtocols = new(0, byte.MaxValue, ignoresCase: false,
        ("icmp", 1), ("igmp", 2), ("tcp", 6), ("udp", 17), ("esp", 50), ("ah", 51), ("icmpv6", 58), ("sctp", 132), ("udplite", 136));

    private readonly int _least;
    private readonly int _most;
    private readonly StringComparison _comparison;
    private readonly (string Word, int Number)[] _words;

    private FilterWords(int least, int most, bool ignoresCase, params (string Word, int Number)[] words)
    {
        (_least, _most, _words) = (least, most, words);
        _comparison = ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
    }

    /// <summary>The words of a kind of attributes.</summary>
    public static FilterWords Of(FilterFieldKind kind) => kind switch
    {
        FilterFieldKind.EtherType => EtherTypes,
        FilterFieldKind.ArpOperation => ArpOperations,
        FilterFieldKind.IpProtocol => IpProtocols,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What could stand there.</summary>
    public string Expected => string.Create(CultureInfo.InvariantCulture, $"{string.Join(" | ", _words.Select(static word => word.Word))} | {_least}…{_most}");

    /// <summary>Brings a value into its one form; null for what is neither a word nor a number in range.</summary>
    public string? Read(string text)
    {
        if (Array.Find(_words, word => string.Equals(word.Word, text, _comparison)).Word is { } known)
        {
            return known;
        }
        return FilterValues.Number(text, _least, _most) is { } number
            ? Array.Find(_words, word => word.Number == FilterValues.NumberOf(number)).Word ?? number
            : null;
    }

    /// <summary>The number of a value in its one form.</summary>
    public long NumberOf(string value) =>
        Array.Find(_words, word => word.Word == value) is { Word: not null } known ? known.Number : FilterValues.NumberOf(value);
}
