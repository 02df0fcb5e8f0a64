using System.Diagnostics;
using System.Globalization;

namespace Pando.TestNamespaces;

/// <summary>
/// A network namespace of a test's own with a name, so that programs can be started in it one after the other: a daemon,
/// and the one that comes after it. Goes when it is disposed.
/// </summary>
internal sealed class NamedNetwork : IDisposable
{
    private static int s_made;

    private NamedNetwork(string name) => Name = name;

    public string Name { get; }

    public static NamedNetwork Make()
    {
        OwnNetwork.Require();
        string name = string.Create(CultureInfo.InvariantCulture, $"pando-test-{Environment.ProcessId}-{Interlocked.Increment(ref s_made)}");
        Run("netns", "add", name);
        var network = new NamedNetwork(name);
        network.Ip("link", "set", "lo", "up");
        return network;
    }

    /// <summary>What ip(8) says inside.</summary>
    public string Ip(params string[] arguments) => Run(["-n", Name, .. arguments]);

    /// <summary>Every device inside but the loopback, by name.</summary>
    public IReadOnlyList<string> Devices() =>
    [
        .. Ip("-o", "link", "show").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(": ")[1].Split('@')[0]).Where(static name => name != "lo").Order(StringComparer.Ordinal),
    ];

    /// <summary>Writes a program that starts another one inside.</summary>
    public string Wrap(string folder, string program)
    {
        string path = Path.Combine(folder, $"inside-{Name}");
        File.WriteAllText(path, $"#!/bin/sh\nexec ip netns exec {Name} '{program}' \"$@\"\n");
        File.SetUnixFileMode(path, (UnixFileMode)0x1ed);
        return path;
    }

    public void Dispose() => Run("netns", "del", Name);

    private static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ip {string.Join(' ', arguments)}: {error}");
        return output;
    }
}
