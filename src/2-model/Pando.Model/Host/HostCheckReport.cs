using System.Globalization;
using Pando.Model.Errors;

namespace Pando.Model.Host;

/// <summary>Whether and how well a host can run machines.</summary>
/// <param name="CanRunMachines">Whether machines can run at all, with KVM or without: nothing has failed.</param>
/// <param name="CheckedAt">When it was looked at.</param>
/// <param name="Items">What was looked at, in the order in which it is shown.</param>
public sealed record HostCheckReport(bool CanRunMachines, DateTimeOffset CheckedAt, EquatableArray<HostCheckItem> Items);

/// <summary>One thing that was looked at. Its texts are made when they are shown, in the reader's language.</summary>
/// <param name="Id">A stable word: <c>kvm-runs-guest</c>.</param>
/// <param name="Status">How it is.</param>
/// <param name="Finding">A stable name of what was found, the id in front: <c>kvm-runs-guest.guest-did-not-run</c>.</param>
/// <param name="Facts">The names and values the texts are made of.</param>
public sealed record HostCheckItem(string Id, CheckStatus Status, string Finding, EquatableArray<ErrorFact> Facts)
{
    /// <summary>What was looked at, in a few words.</summary>
    public string Title(CultureInfo culture) => HostTexts.Find(Id, Facts, culture) ?? Id;

    /// <summary>What was found, in one sentence.</summary>
    public string Message(CultureInfo culture) => HostTexts.Find(Finding, Facts, culture) ?? Finding;

    /// <summary>What to do about it; null where nothing is to be done.</summary>
    public string? Remedy(CultureInfo culture) => HostTexts.Find(Finding + ".fix", Facts, culture);
}

/// <summary>How something is.</summary>
public enum CheckStatus
{
    /// <summary>Good.</summary>
    Pass,

    /// <summary>Machines run, with less.</summary>
    Warn,

    /// <summary>Machines cannot run.</summary>
    Fail,
}
