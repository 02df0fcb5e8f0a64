using System.Diagnostics;

namespace Pando.TestNamespaces;

/// <summary>A system's message bus of a test's own, on which anybody may be anything. Ends with it.</summary>
internal sealed class OwnBus : IDisposable
{
    private const string Program = "/usr/bin/dbus-daemon";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Process _daemon;

    private OwnBus(string folder, Process daemon) => (Folder, _daemon) = (folder, daemon);

    public string Folder { get; }

    public string Socket => Path.Combine(Folder, "bus");

    /// <summary>What a program is told by, so that it finds this one.</summary>
    public (string Name, string Value) Variable => ("DBUS_SYSTEM_BUS_ADDRESS", $"unix:path={Socket}");

    public static async Task<OwnBus> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program) || Environment.GetEnvironmentVariable("CI") is not null, "Needs dbus-daemon, which is not installed.");
        string folder = Directory.CreateTempSubdirectory("pando-bus-").FullName;
        string configuration = Path.Combine(folder, "bus.conf");
        await File.WriteAllTextAsync(configuration, $"""
            <busconfig>
              <type>system</type>
              <listen>unix:path={folder}/bus</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
              </policy>
            </busconfig>
            """);
        var start = new ProcessStartInfo(Program, [$"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address=1"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var daemon = Process.Start(start)!;
        // It says where it listens once it does.
        Assert.NotNull(await daemon.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(Limit, CancellationToken.None));
        return new OwnBus(folder, daemon);
    }

    public void Dispose()
    {
        _daemon.Kill();
        Assert.True(_daemon.WaitForExit(Limit));
        _daemon.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
