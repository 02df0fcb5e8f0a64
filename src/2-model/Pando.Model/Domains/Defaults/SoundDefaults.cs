using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>The audio backend of sound cards that have none: the SPICE client where its display comes first, else silence.</summary>
internal static class SoundDefaults
{
    public static EquatableArray<AudioBackend> Complete(DomainDevices devices)
    {
        if (devices.Sounds.IsEmpty || !devices.Audios.IsEmpty)
        {
            return devices.Audios;
        }
        var heard = devices.Graphics.Items.FirstOrDefault(display => display is ServedGraphics);
        return [new AudioBackend(1) { Driver = heard is SpiceGraphics ? AudioDriver.Spice : AudioDriver.None }];
    }
}
