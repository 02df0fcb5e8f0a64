using System.Globalization;
using Pando.Model.Domains.Devices;

namespace Pando.Networks.Dnsmasq;

/// <summary>
/// dnsmasq's file of leases: a line each of expiry, card, address, name and client id; behind a line <c>duid</c> those of IPv6, whose
/// second word is the number of the interface. What a guest does not say is an asterisk.
/// </summary>
internal static class LeaseFile
{
    private const string Unsaid = "*";
    private const int Words = 5;
    // DUIDs that end in the address of a card of Ethernet: by time (DUID-LLT), and plain (DUID-LL); RFC 8415, 11.2 and 11.4.
    private static readonly string[] WithCard = ["00:01:00:01:", "00:03:00:01:"];
    private const int CardCharacters = 17;

    /// <summary>The leases that hold at a time; none where the file is not there.</summary>
    public static IReadOnlyList<GuestLease> Read(string path, DateTimeOffset now)
    {
        try
        {
            return [.. Parse(File.ReadAllLines(path)).Where(lease => lease.ExpiresAt is not { } end || end > now)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    internal static IEnumerable<GuestLease> Parse(IEnumerable<string> lines)
    {
        var six = false;
        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["duid", ..])
            {
                six = true;
            }
            else if (words.Length >= Words - 1 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var expiry))
            {
                var client = Said(words.ElementAtOrDefault(Words - 1));
                yield return new GuestLease(
                    words[2], six ? CardOf(client) : Mac(words[1]), expiry == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(expiry), Said(words[3]), client, six ? words[1] : null);
            }
        }
    }

    private static string? Said(string? word) => word is null or Unsaid ? null : word;

    private static MacAddress? CardOf(string? duid) =>
        duid is not null && Array.Exists(WithCard, begin => duid.StartsWith(begin, StringComparison.OrdinalIgnoreCase)) && duid.Length > CardCharacters ? Mac(duid[^CardCharacters..]) : null;

    private static MacAddress? Mac(string text) => MacAddress.TryParse(text, out var mac) ? mac : null;
}
