using System.Text.Json;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Tests;

/// <summary>
/// What Debian 12's QEMU 7.2 says it can do, in a file: arguments are then the same wherever the tests run.
/// PANDO_UPDATE_GOLDEN=1 writes it anew from the installed QEMU.
/// </summary>
internal static class RecordedQemu
{
    public static bool Updating { get; } = Environment.GetEnvironmentVariable("PANDO_UPDATE_GOLDEN") == "1";

    public static string File { get; } = Path.Combine(InstalledQemu.SourceFolder(), "Recorded", "qemu-7.2.json");

    public static QemuCapabilities Capabilities { get; } = Read();

    public static QemuCapabilities Read() =>
        JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), CapabilitiesJson.Default.StoredCapabilities)!.Capabilities;
}
