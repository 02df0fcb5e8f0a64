using System.Text.Json;

namespace Pando.Qmp;

/// <summary>What QEMU says of itself before anything was asked.</summary>
/// <param name="Version">The three numbers of the release. To show, not to decide by.</param>
/// <param name="Package">The distribution's own version text: <c>Debian 1:7.2+dfsg-7+deb12u18</c>.</param>
/// <param name="OutOfBand">Whether QEMU offers commands that overtake others.</param>
public sealed record QmpGreeting(Version Version, string Package, bool OutOfBand)
{
    internal static QmpGreeting From(JsonElement greeting)
    {
        JsonElement version = greeting.GetProperty("version"u8);
        JsonElement release = version.GetProperty("qemu"u8);
        return new QmpGreeting(
            new Version(
                release.GetProperty("major"u8).GetInt32(),
                release.GetProperty("minor"u8).GetInt32(),
                release.GetProperty("micro"u8).GetInt32()),
            version.GetProperty("package"u8).GetString() ?? "",
            greeting.GetProperty("capabilities"u8).EnumerateArray().Any(c => c.ValueEquals("oob"u8)));
    }
}
