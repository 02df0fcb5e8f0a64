using System.Runtime.CompilerServices;

namespace Pando.Daemon.Tests;

/// <summary>The files beside the code.</summary>
internal static class Repository
{
    public static string File(string path) => Path.Combine(Root(), path);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
