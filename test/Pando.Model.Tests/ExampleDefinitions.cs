using System.Runtime.CompilerServices;

namespace Pando.Model.Tests;

/// <summary>The definitions in <c>Definitions/</c>: what a user wrote, and beside each what became of it.</summary>
internal static class ExampleDefinitions
{
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Definitions");

    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder, "*.xml")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Order(StringComparer.Ordinal);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".xml"));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
