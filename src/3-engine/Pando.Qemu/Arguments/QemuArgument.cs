namespace Pando.Qemu.Arguments;

/// <summary>One option of QEMU's command line with its value.</summary>
/// <param name="Option">With its dash: <c>-device</c>.</param>
/// <param name="Value">As QEMU parses it; null for an option that takes none.</param>
public sealed record QemuArgument(string Option, string? Value = null)
{
    /// <summary>The words of the command line.</summary>
    public IEnumerable<string> Words => Value is null ? [Option] : [Option, Value];

    /// <summary>On one line, for people and golden files.</summary>
    public override string ToString() => Value is null ? Option : $"{Option} {Value}";
}
