using System.Runtime.CompilerServices;

namespace Pando.Model.Tests;

/// <summary>The definitions in <c>Definitions/</c>: what a user wrote, and beside each what became of it.</summary>
internal static class ExampleDefinitions
{
    private const string Normalised = ".normalised";

    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Definitions");

    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder, "*.xml")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => !name.EndsWith(Normalised, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>What Pando makes of it, as it is kept; null where nothing is yet.</summary>
    public static string? Golden(string name) => File.Exists(GoldenPath(name)) ? File.ReadAllText(GoldenPath(name)) : null;

    public static string GoldenPath(string name) => Path.Combine(Folder, name + Normalised + ".xml");

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".xml"));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
