using System.Xml.Linq;

namespace Pando.Architecture.Tests;

/// <summary>The projects under src/, by layer, and what they refer to.</summary>
internal sealed record SourceProject(string Name, string Layer, IReadOnlyList<string> References)
{
    public static IReadOnlyList<SourceProject> All() => All(Path.Combine(RepositoryFolder.Path, "src"));

    public static IReadOnlyList<SourceProject> All(string source) =>
        [.. Directory.GetDirectories(source)
            .SelectMany(layer => Directory.GetDirectories(layer, "Pando.*").Select(project => Read(Path.GetFileName(layer), project)))];

    private static SourceProject Read(string layer, string folder)
    {
        var name = Path.GetFileName(folder);
        using var file = File.OpenRead(Path.Combine(folder, name + ".csproj"));
        // What the compiler runs is not part of what it makes: no arrow.
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Where(reference => reference.Attribute("OutputItemType")?.Value != "Analyzer")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        return new SourceProject(name, layer, [.. references]);
    }
}
