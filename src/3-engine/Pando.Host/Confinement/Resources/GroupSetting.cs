namespace Pando.Host.Confinement.Resources;

/// <summary>One value of a control group.</summary>
/// <param name="Controller">Which controller's.</param>
/// <param name="Files">The file; more than one where kernels differ: the first that is there.</param>
/// <param name="Value">What is written.</param>
/// <param name="Default">What takes it back.</param>
/// <param name="What">The element of the definition that asks for it.</param>
internal sealed record GroupSetting(string Controller, IReadOnlyList<string> Files, string Value, string Default, string What)
{
    /// <summary>Of two settings with one key, the later replaces the earlier. A device's value stands behind its number.</summary>
    public string Key => $"{Files[0]} {(Value.Contains(':', StringComparison.Ordinal) ? Value.Split(' ')[0] : string.Empty)}";
}
