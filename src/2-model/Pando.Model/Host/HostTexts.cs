using System.Globalization;
using System.Resources;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Model.Host;

/// <summary>
/// The texts of the host check, in <c>Host/Texts/host-check.resx</c> and <c>host-check.vi.resx</c>: a check's title under its id,
/// a finding's sentence under its name, and what to do about it with <c>.fix</c> behind that.
/// </summary>
public static class HostTexts
{
    private static readonly ResourceManager Texts = new("Pando.Model.Host.Texts.host-check", typeof(HostTexts).Assembly);

    /// <summary>The text of this key with its facts filled in; null where there is none.</summary>
    public static string? Find(string key, IReadOnlyList<ErrorFact> facts, CultureInfo culture) =>
        Texts.GetString(key, culture) is { } text ? ErrorTexts.Fill(text, facts) : null;

    /// <summary>Why guests do not run on KVM, in one sentence; null when they do.</summary>
    public static string? AcceleratorNotice(AcceleratorVerdict verdict, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return verdict.Reason is null
            ? null
            : Find($"kvm-runs-guest.{verdict.Code}", [new ErrorFact("detail", verdict.Reason)], culture) ?? verdict.Reason;
    }
}
