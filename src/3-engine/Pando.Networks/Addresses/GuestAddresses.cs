using Pando.Model.Domains.Devices;

namespace Pando.Networks.Addresses;

/// <summary>
/// The addresses of guests as the host knows them: lent by the servers of its networks, learned by its own neighbour tables. No guest
/// is asked.
/// </summary>
/// <param name="networks">The virtual networks.</param>
/// <param name="time">The clock.</param>
public sealed class GuestAddresses(INetworks networks, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private sealed record Look(AddressBook Book, long At);

    private Look? _last;

    /// <summary>What is known of the cards of a running machine, one for each, at this moment.</summary>
    /// <param name="cards">As they are in force: with the names of their ends on the host.</param>
    /// <param name="only">From where; null is from everywhere, and each address once.</param>
    public IReadOnlyList<CardAddresses> Of(IReadOnlyCollection<InterfaceDevice> cards, AddressSource? only = null) => Of(cards, only, TimeSpan.Zero);

    /// <summary>The same for one of many machines, of which all are told what was known within the last second.</summary>
    public IReadOnlyList<CardAddresses> Lately(IReadOnlyCollection<InterfaceDevice> cards) => Of(cards, null, Lifetime);

    private IReadOnlyList<CardAddresses> Of(IReadOnlyCollection<InterfaceDevice> cards, AddressSource? only, TimeSpan age)
    {
        ArgumentNullException.ThrowIfNull(cards);
        if (cards.Count == 0)
        {
            return [];
        }
        var book = Book(age);
        return [.. cards.Where(static card => card.Mac is not null).Select(card => book.Of(card, card.Mac!.Value, only))];
    }

    // Nobody waits for another: two at once look both.
    private AddressBook Book(TimeSpan age)
    {
        if (Volatile.Read(ref _last) is { } last && time.GetElapsedTime(last.At) < age)
        {
            return last.Book;
        }
        var look = new Look(AddressBook.Read(networks), time.GetTimestamp());
        Volatile.Write(ref _last, look);
        return look.Book;
    }
}
