using System.Runtime.CompilerServices;

namespace Pando.EndToEnd.Tests;

/// <summary>The programs under test, as the build left them.</summary>
internal static class Programs
{
    public static string Repository { get; } = FindRepository();

    public static string Pandod { get; } = Of("Pando.Daemon", "pandod");

    public static string Pando { get; } = Of("Pando.Cli", "pando");

    /// <summary>pandod whose jobs fail where they are told to.</summary>
    public static string FaultyPandod { get; } = Path.Combine(Repository, "test", "Pando.FaultyDaemon", "bin", "Debug", "net10.0", "Pando.FaultyDaemon");

    /// <summary>As it is shipped: ready-to-run compiled. For slow tests only, before which the whole run builds it.</summary>
    public static string Shipped(string program)
    {
        string path = Path.Combine(Repository, "out", program);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: run 'make build' first.");
    }

    private static string Of(string project, string program) =>
        Path.Combine(Repository, "src", "5-apps", project, "bin", "Debug", "net10.0", program);

    private static string FindRepository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
