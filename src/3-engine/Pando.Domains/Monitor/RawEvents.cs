using System.Globalization;
using Pando.Qmp;

namespace Pando.Domains.Monitor;

/// <summary>QEMU's own events among those that are told: under a type of their own each, for whoever asks for these types.</summary>
internal static class RawEvents
{
    public static string TypeOf(QmpEvent happened) => $"qemu.{happened.Name}";

    /// <summary>When QEMU saw it, in seconds since 1970.</summary>
    public static string SecondsOf(QmpEvent happened) =>
        ((happened.At - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.000000", CultureInfo.InvariantCulture);
}
