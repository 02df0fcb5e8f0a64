using System.Globalization;
using System.Resources;
using Pando.Model.Errors;

namespace Pando.Model.Domains.Advice;

/// <summary>Something in a machine's definition that costs performance, safety or room. Its texts are made when they are shown, in the reader's language.</summary>
/// <param name="Name">A stable word: <c>disk-cache-unsafe</c>.</param>
/// <param name="Concern">What it costs.</param>
/// <param name="Subject">What it is about: a disk's target, an interface's MAC, an element; null for the machine as a whole.</param>
/// <param name="Facts">The names and values the texts are made of.</param>
/// <param name="Fixable">Whether it can be fixed by changing the definition alone, without the guest noticing anything but the gain.</param>
public sealed record DoctorFinding(string Name, DoctorConcern Concern, string? Subject, EquatableArray<ErrorFact> Facts, bool Fixable)
{
    private static readonly ResourceManager Texts = new("Pando.Model.Domains.Texts.doctor", typeof(DoctorFinding).Assembly);

    /// <summary>What was found, in one sentence.</summary>
    public string Message(CultureInfo culture) => Find(Name, culture) ?? Name;

    /// <summary>What to do about it, or what fixing does.</summary>
    public string? Remedy(CultureInfo culture) => Find(Name + ".fix", culture);

    private string? Find(string key, CultureInfo culture) =>
        Texts.GetString(key, culture) is { } text ? ErrorTexts.Fill(text, [.. Facts.Items, new ErrorFact("subject", Subject ?? string.Empty)]) : null;
}

/// <summary>What a finding costs.</summary>
public enum DoctorConcern
{
    /// <summary>Data or other machines are at risk.</summary>
    Safety,

    /// <summary>The machine is slower than it could be.</summary>
    Performance,

    /// <summary>It takes more memory or disk of the host than it needs.</summary>
    Room,
}
