using System.Text.Json.Serialization;
using Pando.Api.Json;

namespace Pando.Api.Host;

/// <summary>Whether and how well this host can run machines. Texts are in the caller's language.</summary>
public sealed record HostCheckReport
{
    /// <summary>Whether machines can run at all, with KVM or without.</summary>
    public required bool CanRunMachines { get; init; }

    /// <summary>When it was looked at.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>One line each, in the order in which they are shown.</summary>
    public required IReadOnlyList<HostCheckItem> Items { get; init; }
}

/// <summary>One thing that was looked at.</summary>
public sealed record HostCheckItem
{
    /// <summary>A stable word: <c>kvm-runs-guest</c>.</summary>
    public required string Id { get; init; }

    /// <summary>How it is.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>What was looked at: <c>KVM runs a guest</c>.</summary>
    public required string Title { get; init; }

    /// <summary>What was found.</summary>
    public required string Message { get; init; }

    /// <summary>What to do; absent where nothing is to be done.</summary>
    public string? Remedy { get; init; }
}

/// <summary>How something is.</summary>
[JsonConverter(typeof(CheckStatusWords))]
public enum CheckStatus
{
    /// <summary>Good.</summary>
    Pass,

    /// <summary>Machines run, with less.</summary>
    Warn,

    /// <summary>Something cannot work.</summary>
    Fail,
}

internal sealed class CheckStatusWords() : EnumWordsConverter<CheckStatus>(
    "pass", "warn", "fail");
