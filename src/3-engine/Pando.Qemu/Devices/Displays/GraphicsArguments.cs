using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Displays as others see them: -vnc and -spice as often as there are such, -display for what is on the host itself.</summary>
internal static class GraphicsArguments
{
    public static IEnumerable<QemuArgument> Of(GraphicsDevice graphics, ArgumentContext context) => graphics switch
    {
        VncGraphics vnc => VncArguments.Of(vnc, context),
        SpiceGraphics spice => SpiceArguments.Of(spice, context),
        _ => [],
    };

    /// <summary>QEMU has one display of the host itself; where a machine asks for none, there is to be none.</summary>
    public static QemuArgument Local(ArgumentContext context)
    {
        GraphicsDevice[] local = [.. context.Definition.Devices.Graphics.Items.Where(display => display is not ServedGraphics)];
        if (local.Length > 1)
        {
            throw Refused(local[1], "qemu.reason.one-display");
        }

        KeyValueForm form = local switch
        {
            [] => new KeyValueForm("none"),
            [EglHeadlessGraphics egl] => new KeyValueForm("egl-headless").Add("rendernode", egl.RenderNode),
            [DbusGraphics dbus] => Dbus(dbus, context),
            _ => throw Refused(local[0], "qemu.reason.no-screen"),
        };
        return form.As("-display");
    }

    /// <summary>An error about a display that cannot be had.</summary>
    public static CallerException Refused(GraphicsDevice display, string reason) =>
        new(ErrorCodes.Qemu.CannotExpress, ("what", ArgumentContext.Alias(display)), ("reason", reason));

    private static KeyValueForm Dbus(DbusGraphics dbus, ArgumentContext context)
    {
        if (dbus is { BusAddress: null, PeerToPeer: false })
        {
            throw Refused(dbus, "qemu.reason.no-bus");
        }

        return new KeyValueForm("dbus")
            .Add("addr", dbus.BusAddress)
            .Add("p2p", dbus.PeerToPeer ? true : null)
            .Add("gl", dbus.Gl?.Enabled)
            .Add("rendernode", dbus.Gl?.RenderNode)
            .Add("audiodev", dbus.AudioId is { } id ? AudioArguments.Id(id) : null);
    }
}
