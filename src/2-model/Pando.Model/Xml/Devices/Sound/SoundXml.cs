using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>sound</c> element.</summary>
internal static class SoundXml
{
    public static SoundDevice Read(ElementReader sound)
    {
        var model = sound.RequiredWord<SoundModel>("model");
        return new SoundDevice
        {
            Model = model,
            Codecs = model is SoundModel.Ich6 or SoundModel.Ich9
                ? sound.Children("codec").Select(codec => codec.RequiredWord<SoundCodec>("type")).ToEquatableArray()
                : [],
            AudioId = sound.Child("audio") is { } audio ? audio.Number("id", 1, 255) ?? throw audio.Missing("@id") : null,
            Alias = PlaceXml.Alias(sound),
            AcpiIndex = PlaceXml.AcpiIndex(sound),
            Address = model switch
            {
                SoundModel.Usb => PlaceXml.Address(sound, "usb", "usb"),
                SoundModel.Sb16 or SoundModel.PcSpeaker => null,
                _ => PlaceXml.Address(sound, "pci", "pci"),
            },
        };
    }

    public static XElement Write(SoundDevice sound, DomainXmlOptions options) => new("sound",
        Word<SoundModel>("model", sound.Model),
        sound.Codecs.Items.Select(codec => new XElement("codec", Word<SoundCodec>("type", codec))),
        sound.AudioId is null ? null : new XElement("audio", Attribute("id", sound.AudioId)),
        PlaceXml.Write(sound, options));
}
