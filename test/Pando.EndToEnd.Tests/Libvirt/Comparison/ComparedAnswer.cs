using System.Text.RegularExpressions;

namespace Pando.EndToEnd.Tests.Libvirt.Comparison;

/// <summary>What virsh said to a line of the script.</summary>
internal sealed partial record ComparedAnswer(string Line, int Status, string Output, string Errors)
{
    private const RegexOptions Safe = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>In what it differs from the other's: <c>status</c>, <c>error</c> (another class of mistake), <c>output</c> (another shape); null: in nothing.</summary>
    public string? DifferenceTo(ComparedAnswer other) =>
        Status != other.Status ? "status"
        : Status != 0 ? Classes().SequenceEqual(other.Classes()) ? null : "error"
        : Shape(Output).SequenceEqual(Shape(other.Output)) ? null : "output";

    /// <summary>The words before each sentence, which say what kind of mistake it is; the sentences are each one's own.</summary>
    private IEnumerable<string> Classes() =>
        Errors.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal)).Select(line =>
        {
            var parts = line["error: ".Length..].Split(": ", 2);
            return parts.Length > 1 ? Shape(parts[0])[0] : "";
        });

    /// <summary>What stays when every number, uuid and width of a column is taken for the same.</summary>
    private static string[] Shape(string said) => [.. said.Split('\n').Select(line => Spaces().Replace(Lines().Replace(Numbers().Replace(Addresses().Replace(line, "A"), "N"), "-"), " ").Replace(" />", "/>", StringComparison.Ordinal).Trim())];

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|([0-9a-f]{2}:){5}[0-9a-f]{2}|0x[0-9a-f]+", Safe)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"-?\d+(\.\d+)?", Safe)]
    private static partial Regex Numbers();

    [GeneratedRegex("-{2,}", Safe)]
    private static partial Regex Lines();

    [GeneratedRegex(@"\s+", Safe)]
    private static partial Regex Spaces();
}
