using Pando.Jobs.Tests.Sample;
using Xunit.MicrosoftTestingPlatform;

namespace Pando.Jobs.Tests;

internal static class Program
{
    /// <summary>Runs the tests, or with <c>--victim</c> the process that they kill.</summary>
    public static Task<int> Main(string[] args) => args is ["--victim", var folder, var recovery, var step, var moment]
        ? Victim.RunAsync(folder, recovery, step, moment)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
