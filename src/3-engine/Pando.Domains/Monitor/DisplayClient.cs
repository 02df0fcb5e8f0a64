using System.Globalization;
using System.Runtime.InteropServices;
using Pando.Domains.Guests;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Domains.Monitor;

/// <summary>A viewer on the host that QEMU is handed, as if it had come over the network.</summary>
internal static class DisplayClient
{
    private static int s_last;

    public static async Task AddAsync(
        string machine, RunningGuest guest, int display, SafeHandle connection, bool skipsPassword, CancellationToken cancellationToken)
    {
        var protocol = Protocol(machine, [.. guest.Live.Definition.Devices.Graphics], display);
        var name = string.Create(CultureInfo.InvariantCulture, $"display{Interlocked.Increment(ref s_last)}");
        await guest.ExecuteAsync(new GetFd(connection, name), null, cancellationToken);
        try
        {
            await guest.ExecuteAsync(new AddClient(protocol, name, skipsPassword), null, cancellationToken);
        }
        catch
        {
            await TakeBackAsync(guest, name);
            throw;
        }
    }

    private static string Protocol(string machine, IReadOnlyList<GraphicsDevice> displays, int display) =>
        (display < displays.Count ? displays[display] : null) switch
        {
            VncGraphics => "vnc",
            SpiceGraphics => "spice",
            _ => throw new CallerException(
                ErrorCodes.Domain.NoSuchDisplay, ("name", machine), ("display", display.ToString(CultureInfo.InvariantCulture))),
        };

    private static async Task TakeBackAsync(RunningGuest guest, string name)
    {
        try
        {
            await guest.ExecuteAsync(new CloseFd(name), null, CancellationToken.None);
        }
        catch (QmpException)
        {
            // It has taken it, or has ended.
        }
    }
}
