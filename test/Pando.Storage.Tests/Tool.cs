using System.Diagnostics;

namespace Pando.Storage.Tests;

/// <summary>Runs a program for a test and reads what it says.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Skips the test where the program is missing; in CI that is a failure.</summary>
    public static void Require(string program, string package)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':').Any(folder => File.Exists(Path.Join(folder, program)));
        Require(found, program, package);
    }

    /// <summary>The same for a file of a package.</summary>
    public static void RequireFile(string path, string package) => Require(File.Exists(path), path, package);

    private static void Require(bool found, string what, string package)
    {
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.True(found, $"{what} is missing: apt install {package}");
        }
        Assert.SkipUnless(found, $"{what} is missing: apt install {package}");
    }

    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (status, output) = await TryRunAsync(program, arguments);
        // LUKS's rounds are measured in the processor's time, which some kernels count by ticks: between two of them there is none.
        for (var again = 0; again < 100 && status != 0 && output.Contains("accurate CPU usage", StringComparison.Ordinal); again++)
        {
            (status, output) = await TryRunAsync(program, arguments);
        }
        Assert.True(status == 0, $"{program} {string.Join(' ', arguments)}: {status}: {output}");
        return output;
    }

    public static async Task<(int Status, string Output)> TryRunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await error);
    }
}
