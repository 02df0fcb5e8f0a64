namespace Pando.Model.Domains;

/// <summary>The first thing in which two definitions are another machine to their guest.</summary>
/// <param name="Path">Its XPath: <c>/domain/devices/disk[2]/target/@bus</c>.</param>
/// <param name="Before">What it was; null where it was not there.</param>
/// <param name="After">What it would become; null where it would be gone.</param>
public sealed record AbiDifference(string Path, string? Before, string? After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Before ?? "—"} → {After ?? "—"}";
}
