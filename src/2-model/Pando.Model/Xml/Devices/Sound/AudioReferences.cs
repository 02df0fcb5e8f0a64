using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Xml.Devices;

/// <summary>Audio backends that sound cards and displays name must be there.</summary>
internal static class AudioReferences
{
    public static void RequireAll(ElementReader elements, DomainDevices devices)
    {
        Require(elements.Children("sound"), devices.Sounds.Items.Select(sound => sound.AudioId), devices);
        Require(elements.Children("graphics"), devices.Graphics.Items.Select(display => display switch
        {
            VncGraphics vnc => vnc.AudioId,
            DbusGraphics dbus => dbus.AudioId,
            _ => null,
        }), devices);
    }

    private static void Require(IReadOnlyList<ElementReader> elements, IEnumerable<int?> names, DomainDevices devices)
    {
        foreach (var (element, name) in elements.Zip(names))
        {
            if (name is { } id && !devices.Audios.Items.Any(audio => audio.Id == id))
            {
                var known = devices.Audios.Items.Select(audio => audio.Id.ToString(CultureInfo.InvariantCulture));
                throw element.Child("audio")!.BadValue("id", id.ToString(CultureInfo.InvariantCulture), string.Join(" | ", known));
            }
        }
    }
}
