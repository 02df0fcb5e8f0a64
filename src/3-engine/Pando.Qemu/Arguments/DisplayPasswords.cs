using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Devices;
using Pando.Qmp;

namespace Pando.Qemu.Arguments;

/// <summary>Tells QEMU the passwords of displays: over QMP only, for a command line can be read by everybody.</summary>
public static class DisplayPasswords
{
    /// <summary>Those of a whole machine.</summary>
    public static IEnumerable<QmpVerb<Nothing>> Of(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Devices.Graphics.Items.OfType<ServedGraphics>().SelectMany(display => Of(display, definition));
    }

    /// <summary>That of one display of a machine in which every device has its alias; nothing where it has none.</summary>
    public static IEnumerable<QmpVerb<Nothing>> Of(ServedGraphics display, DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(display);
        if (display.Password is not { } password)
        {
            yield break;
        }

        string protocol = display is SpiceGraphics ? "spice" : "vnc";
        string? name = display is VncGraphics vnc ? VncArguments.Name(vnc, definition) : null;
        yield return new SetPassword(protocol, password.Value.Reveal(), password.Connected?.ToString().ToLowerInvariant(), name);
        if (password.ValidTo is { } time)
        {
            yield return new ExpirePassword(protocol, time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), name);
        }
    }
}
