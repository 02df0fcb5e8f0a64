using System.Runtime.CompilerServices;
using Pando.Linux.Spawn;
using Pando.Model.Ports;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Tests;

/// <summary>The QEMU of this machine, and what it can do, asked once for all tests.</summary>
internal static class InstalledQemu
{
    public const string Path = "/usr/bin/qemu-system-x86_64";

    private static readonly Lazy<Task<QemuCapabilities>> Asked = new(AskAsync);

    /// <summary>nobody, where this process may become it.</summary>
    public static RunAs? Unprivileged { get; } = Environment.IsPrivilegedProcess ? new RunAs(65534, 65534) : null;

    public static void Require()
    {
        bool installed = File.Exists(Path);
        Assert.SkipUnless(installed || Environment.GetEnvironmentVariable("CI") is not null, $"{Path} is not installed");
        Assert.True(installed, $"{Path} is not installed");
    }

    public static Task<QemuCapabilities> CapabilitiesAsync()
    {
        Require();
        return Asked.Value;
    }

    /// <summary>Where the sources of these tests are, with the files that they compare with.</summary>
    public static string SourceFolder() => Folder();

    private static string Folder([CallerFilePath] string here = "") => System.IO.Path.GetDirectoryName(here)!;

    private static async Task<QemuCapabilities> AskAsync()
    {
        using var folder = new TemporaryFolder();
        var probe = new QemuProbe(TimeProvider.System, folder.Path, Unprivileged, TimeSpan.FromSeconds(60));
        return await probe.AskAsync(QemuBinaryIdentity.Of(Path), Accelerator.Tcg);
    }
}
