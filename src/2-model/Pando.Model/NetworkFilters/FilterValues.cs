using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;

namespace Pando.Model.NetworkFilters;

/// <summary>The values of attributes of rules: what can stand there, in one form each.</summary>
public static class FilterValues
{
    private static readonly string[] States = ["NEW", "ESTABLISHED", "RELATED", "INVALID"];
    private static readonly string[] TcpFlags = ["SYN", "ACK", "URG", "PSH", "FIN", "RST"];
    private static readonly string[] None = ["NONE"];
    private static readonly string[] AllOrNone = ["ALL", "NONE"];

    /// <summary>Brings a value into its one form; null for what cannot stand there.</summary>
    public static string? Read(FilterFieldKind kind, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return kind switch
        {
            FilterFieldKind.Mac => MacAddress.TryParse(text, out var mac) ? mac.ToString() : null,
            FilterFieldKind.IPv4 => Address(text, AddressFamily.InterNetwork)?.ToString(),
            FilterFieldKind.IPv6 => Address(text, AddressFamily.InterNetworkV6)?.ToString(),
            FilterFieldKind.IPv4Mask => Prefix(text, 32) ?? (Address(text, AddressFamily.InterNetwork) is { } mask ? IpNetworks.PrefixOf(mask) is { } length ? Plain(length) : null : null),
            FilterFieldKind.IPv6Mask => Prefix(text, 128) ?? (Address(text, AddressFamily.InterNetworkV6) is { } mask ? PrefixOf(mask) : null),
            FilterFieldKind.EtherType or FilterFieldKind.ArpOperation or FilterFieldKind.IpProtocol => FilterWords.Of(kind).Read(text),
            FilterFieldKind.Flag => text switch { "yes" or "true" or "1" => "true", "no" or "false" or "0" => "false", _ => null },
            FilterFieldKind.States => Words(text, States, None),
            FilterFieldKind.TcpFlags => text.Split('/') is [var looked, var set]
                && Words(looked, TcpFlags, AllOrNone) is { } mask && Words(set, TcpFlags, AllOrNone) is { } flags ? $"{mask}/{flags}" : null,
            FilterFieldKind.SetName => text.Length is > 0 and <= 31 && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or ':' or '-' or '+' or ' ') ? text : null,
            FilterFieldKind.SetFlags => text.Split(',') is { Length: <= 6 } && Words(text.ToUpperInvariant(), ["SRC", "DST"], []) is { } sides ? sides.ToLowerInvariant() : null,
            _ => Number(text, 0, Most(kind)),
        };
    }

    /// <summary>What could stand there, in no language.</summary>
    public static string Expected(FilterFieldKind kind) => kind switch
    {
        FilterFieldKind.Mac => "xx:xx:xx:xx:xx:xx",
        FilterFieldKind.IPv4 => "IPv4",
        FilterFieldKind.IPv6 => "IPv6",
        FilterFieldKind.IPv4Mask => "0…32 | 255.255.…",
        FilterFieldKind.IPv6Mask => "0…128 | ffff:…",
        FilterFieldKind.EtherType or FilterFieldKind.ArpOperation or FilterFieldKind.IpProtocol => FilterWords.Of(kind).Expected,
        FilterFieldKind.Flag => "yes | no | true | false | 1 | 0",
        FilterFieldKind.States => "NEW,ESTABLISHED,RELATED,INVALID | NONE",
        FilterFieldKind.TcpFlags => "SYN,ACK,URG,PSH,FIN,RST | ALL | NONE / …",
        FilterFieldKind.SetName => "A-Z a-z 0-9 _ . : - + (1…31)",
        FilterFieldKind.SetFlags => "src,dst,… (1…6)",
        _ => string.Create(CultureInfo.InvariantCulture, $"0…{Most(kind)}"),
    };

    /// <summary>The number that a value in its one form stands for.</summary>
    public static long NumberOf(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.StartsWith("0x", StringComparison.Ordinal)
            ? long.Parse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : long.Parse(value, CultureInfo.InvariantCulture);
    }

    // Digits stay of the base that they were written in, as libvirt keeps them.
    internal static string? Number(string text, long least, long most)
    {
        var digits = text.Trim();
        var hexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var good = hexadecimal
            ? long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return !good || number < least || number > most ? null : hexadecimal ? string.Create(CultureInfo.InvariantCulture, $"0x{number:x}") : Plain(number);
    }

    private static long Most(FilterFieldKind kind) => kind switch
    {
        FilterFieldKind.SixBits => 63,
        FilterFieldKind.EightBits => byte.MaxValue,
        FilterFieldKind.SixteenBits => ushort.MaxValue,
        FilterFieldKind.ThirtyTwoBits => uint.MaxValue,
        FilterFieldKind.VlanId => 4095,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static IPAddress? Address(string text, AddressFamily family)
    {
        if (family == AddressFamily.InterNetworkV6)
        {
            return text.AsSpan().IndexOfAny('%', '[', '/') < 0 && IPAddress.TryParse(text, out var address) && address.AddressFamily == family ? address : null;
        }
        // Read here: a zero in front would make the number an octal one elsewhere.
        var parts = text.Split('.');
        var octets = new byte[4];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts.Length != 4 || parts[i].Length > 3 || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out octets[i]))
            {
                return null;
            }
        }
        return new IPAddress(octets);
    }

    private static string? Prefix(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= most ? Plain(length) : null;

    private static string? PrefixOf(IPAddress mask)
    {
        var bits = string.Concat(mask.GetAddressBytes().Select(static octet => octet.ToString("b8", CultureInfo.InvariantCulture)));
        var length = bits.TrimEnd('0').Length;
        return bits.AsSpan(0, length).Contains('0') ? null : Plain(length);
    }

    private static string? Words(string text, string[] several, string[] alone)
    {
        var words = text.Split(',');
        return alone.Contains(text) || (words.All(several.Contains) && words.Length > 0) ? text : null;
    }

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);
}
