using System.Text.RegularExpressions;

namespace Pando.Architecture.Tests;

/// <summary>What a layer's README says: which layers it may depend on, and which single arrows are special.</summary>
internal sealed partial record LayerRules(string Layer, IReadOnlyList<string> MayDependOn, IReadOnlyList<Arrow> Exceptions, IReadOnlyList<Arrow> Only)
{
    public static LayerRules Read(string folder)
    {
        var text = File.ReadAllText(Path.Combine(folder, "README.md"));
        var layers = Line(text, "May depend on") ?? throw new InvalidDataException($"{folder}/README.md does not say what it may depend on.");
        return new LayerRules(
            Path.GetFileName(folder),
            layers == "nothing" ? [] : layers.Split(',', StringSplitOptions.TrimEntries),
            Arrows(text, "Exceptions"),
            Arrows(text, "Only"));
    }

    private static IReadOnlyList<Arrow> Arrows(string text, string heading) =>
        [.. (Line(text, heading) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(arrow => arrow.Split("->", StringSplitOptions.TrimEntries))
            .Select(ends => new Arrow(ends[0], ends[1]))];

    private static string? Line(string text, string heading)
    {
        var match = Regex.Match(text, $@"^{heading}: (?<rest>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return match.Success ? match.Groups["rest"].Value.Trim() : null;
    }
}

/// <summary>One project that refers to another.</summary>
internal sealed record Arrow(string From, string To)
{
    public override string ToString() => $"{From} -> {To}";
}
