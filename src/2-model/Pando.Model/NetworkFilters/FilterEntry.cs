using Pando.Model.Domains.Devices;

namespace Pando.Model.NetworkFilters;

/// <summary>What a filter is made of: rules, and other filters.</summary>
public abstract record FilterEntry;

/// <summary>Another filter that is taken in with all its rules.</summary>
/// <param name="Reference">Its name, and what its variables stand for unless whoever refers to the outer filter says something else.</param>
public sealed record FilterInclude(FilterReference Reference) : FilterEntry;

/// <summary>What happens to some of the packets.</summary>
/// <param name="Action">What happens.</param>
/// <param name="Direction">As the guest sees it: <c>out</c> comes from it.</param>
/// <param name="Match">Which packets; null: all that come to its chain.</param>
public sealed record FilterRule(FilterAction Action, FilterDirection Direction, FilterMatch? Match) : FilterEntry
{
    /// <summary>What a rule has that says none.</summary>
    public const int UsualPriority = 500;

    /// <summary>When its turn is, −1000…1000: the lowest number is first.</summary>
    public int Priority { get; init; } = UsualPriority;

    /// <summary>Whether a rule that accepts connections lets their answers pass too, and only what belongs to one (rules on transport protocols).</summary>
    public bool FollowsConnections { get; init; } = true;
}

/// <summary>What happens to a packet.</summary>
public enum FilterAction
{
    /// <summary>It disappears.</summary>
    Drop,

    /// <summary>It passes, and no further rule is asked.</summary>
    Accept,

    /// <summary>It is refused.</summary>
    Reject,

    /// <summary>The chain that led to this one goes on.</summary>
    Return,

    /// <summary>The next rule is asked.</summary>
    Continue,
}

/// <summary>Which way a packet goes, as the guest sees it.</summary>
public enum FilterDirection
{
    /// <summary>To the guest.</summary>
    In,

    /// <summary>From the guest.</summary>
    Out,

    /// <summary>Both; sender and receiver are those of what comes to the guest, the other way round for what it sends.</summary>
    Inout,
}
