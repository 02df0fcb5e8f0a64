using System.Runtime.CompilerServices;

namespace Pando.Model.Tests.Networks;

/// <summary>Networks of every kind, in Networks/Examples; each is called as its file is.</summary>
internal static class NetworkExamples
{
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Examples");

    public static IReadOnlyList<string> Names { get; } = [.. Directory.EnumerateFiles(Folder, "*.xml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    public static string PathOf(string name) => Path.Combine(Folder, name + ".xml");

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
