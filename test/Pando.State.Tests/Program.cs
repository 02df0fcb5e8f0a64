using Pando.State.Tests.Files;
using Xunit.MicrosoftTestingPlatform;

namespace Pando.State.Tests;

internal static class Program
{
    /// <summary>Runs the tests, or the process that they kill.</summary>
    public static Task<int> Main(string[] args) => args is ["--commit-until-killed", var database]
        ? KilledWriter.RunAsync(database)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
