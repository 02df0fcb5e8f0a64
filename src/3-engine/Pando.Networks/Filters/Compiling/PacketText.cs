using System.Globalization;
using System.Net;
using System.Text;
using Pando.Model.Domains.Devices;
using Pando.Model.NetworkFilters;
using Pando.Model.Networks;

namespace Pando.Networks.Filters.Compiling;

/// <summary>Puts together what a packet has to be like, in the words of nft(8).</summary>
/// <param name="values">The values of the rule's attributes.</param>
/// <param name="negated">Whether each comparison is turned round.</param>
internal sealed class PacketText(IReadOnlyDictionary<string, string> values, bool negated)
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether nothing can be like that.</summary>
    public bool Never { get; private set; }

    public string? Value(string field) => values.GetValueOrDefault(field);

    /// <summary>What holds in any case.</summary>
    public PacketText Always(string statement)
    {
        _text.Append(statement).Append(' ');
        return this;
    }

    /// <summary>A value as nft takes it.</summary>
    public PacketText Is(string expression, string? value)
    {
        if (value is not null)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{expression} {(negated ? "!= " : string.Empty)}{value} ");
        }
        return this;
    }

    /// <summary>A number, or those between two.</summary>
    public PacketText Between(string expression, string field, string last)
    {
        if (Value(field) is not { } first)
        {
            return this;
        }
        return Is(expression, Value(last) is { } end && FilterValues.NumberOf(end) != FilterValues.NumberOf(first) ? $"{first}-{end}" : first);
    }

    /// <summary>The address of a card, or those that a mask leaves.</summary>
    public PacketText Card(string expression, string field, string mask)
    {
        if (Value(field) is { } address)
        {
            if (Value(mask) is { } bits)
            {
                Masked(expression, bits, new MacAddress(Number(address) & Number(bits)).ToString());
            }
            else
            {
                Is(expression, address);
            }
        }
        return this;
    }

    /// <summary>An address of IP, or those of a network.</summary>
    public PacketText Address(string expression, string field, string mask)
    {
        if (Value(field) is not { } address)
        {
            return this;
        }
        if (Value(mask) is not { } length)
        {
            return Is(expression, address);
        }
        if (length == "0")
        {
            // All of them: there is nothing to compare, and nothing else.
            Never |= negated;
            return this;
        }
        return Is(expression, IpNetworks.Of(IPAddress.Parse(address), int.Parse(length, CultureInfo.InvariantCulture)).ToString());
    }

    /// <summary>Some bits of an expression.</summary>
    public PacketText Masked(string expression, string mask, string value) => Always($"{expression} & {mask} {(negated ? "!=" : "==")} {value}");

    public override string ToString() => _text.ToString();

    internal static long Number(string mac) => MacAddress.TryParse(mac, out var address) ? address.Value : throw new FormatException(mac);
}
