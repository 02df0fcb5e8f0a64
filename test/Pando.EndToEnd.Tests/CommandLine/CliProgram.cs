using Pando.EndToEnd.Tests;

namespace Pando.Cli.Tests.Harness;

/// <summary>The program under test, where it was built.</summary>
internal static class CliProgram
{
    public static string Path { get; } = Programs.Pando;
}
