using Pando.Testing;

namespace Pando.EndToEnd.Tests.Exchange;

/// <summary>Drives a libvirtd with its own command.</summary>
internal static class Virsh
{
    private const string Program = "/usr/bin/virsh";

    public static bool IsInstalled => File.Exists(Program);

    /// <summary>One verb of virsh; throws with its words when it fails.</summary>
    public static async Task DoAsync(this StockLibvirtd libvirtd, params string[] verb) =>
        await HostCommand.RunAsync(Program, ["-q", "-c", $"qemu+unix:///system?socket={libvirtd.Socket}", .. verb]);
}
