using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Xml.Devices;

/// <summary>What comes by a SPICE display needs one.</summary>
internal static class SpiceReferences
{
    public static void RequireAll(ElementReader elements, DomainDevices devices)
    {
        if (devices.Graphics.Items.Any(display => display is SpiceGraphics))
        {
            return;
        }
        foreach (var (element, audio) in elements.Children("audio").Zip(devices.Audios.Items))
        {
            Refuse(element, audio.Driver == AudioDriver.Spice);
        }
        foreach (var kind in (ReadOnlySpan<string>)["serial", "parallel", "console", "channel", "redirdev", "smartcard"])
        {
            foreach (var element in elements.Children(kind))
            {
                Refuse(element, element.Attribute("type") is "spicevmc" or "spiceport");
            }
        }
    }

    private static void Refuse(ElementReader element, bool isOfSpice)
    {
        if (isOfSpice)
        {
            throw element.Missing("../graphics[@type='spice']");
        }
    }
}
