using Pando.Storage.Tests.Images;
using Xunit.MicrosoftTestingPlatform;

namespace Pando.Storage.Tests;

internal static class Program
{
    /// <summary>Runs the tests, or with <c>--victim</c> the process that they kill.</summary>
    public static Task<int> Main(string[] args) => args is ["--victim", var root, var kind, var step, var moment]
        ? Victim.RunAsync(root, kind, step, moment)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
