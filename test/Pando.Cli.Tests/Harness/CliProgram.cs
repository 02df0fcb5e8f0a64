namespace Pando.Cli.Tests.Harness;

/// <summary>The program under test: beside these tests.</summary>
internal static class CliProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "pando");
}
