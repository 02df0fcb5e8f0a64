using System.Globalization;
using Pando.Linux.Spawn;

namespace Pando.Storage.Images.Building;

/// <summary>A process as a job's note: enough to find the very one after a restart, and no other.</summary>
internal static class ProcessNotes
{
    public static string Text(ProcessIdentity process) =>
        string.Create(CultureInfo.InvariantCulture, $"{process.Pid} {process.StartTimeTicks} {process.BootId}");

    public static ProcessIdentity? Parse(string text) =>
        text.Split(' ') is [var pid, var ticks, var boot]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && ulong.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? new ProcessIdentity(number, start, boot)
            : null;
}
