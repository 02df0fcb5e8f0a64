using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Sound cards. The PC's speaker is part of the machine.</summary>
internal static class SoundArguments
{
    public static IEnumerable<QemuArgument> Of(SoundDevice sound, ArgumentContext context)
    {
        if (sound.Model == SoundModel.PcSpeaker)
        {
            return [];
        }

        bool hasCodecs = sound.Model is SoundModel.Ich6 or SoundModel.Ich9;
        JsonForm card = context.Device(Driver(sound.Model), sound)
            .Add("audiodev", hasCodecs ? null : AudioArguments.IdOf(sound, context))
            .At(sound, context);
        return hasCodecs ? [card.As("-device"), .. Codecs(sound, context)] : [card.As("-device")];
    }

    /// <summary>The backend of the PC's speaker, which every PC has; null leaves it silent.</summary>
    public static string? Speaker(ArgumentContext context) =>
        context.Definition.Devices.Sounds.Items.FirstOrDefault(sound => sound.Model == SoundModel.PcSpeaker) is { } speaker
            ? AudioArguments.IdOf(speaker, context)
            : null;

    private static IEnumerable<QemuArgument> Codecs(SoundDevice sound, ArgumentContext context)
    {
        SoundCodec[] codecs = sound.Codecs.IsEmpty ? [SoundCodec.Duplex] : [.. sound.Codecs];
        for (int number = 0; number < codecs.Length; number++)
        {
            string driver = $"hda-{codecs[number].ToString().ToLowerInvariant()}";
            context.Capabilities.Require(driver);
            yield return JsonForm.Device(driver, string.Create(CultureInfo.InvariantCulture, $"{ArgumentContext.Alias(sound)}-codec{number}"))
                .Add("bus", $"{ArgumentContext.Alias(sound)}.0")
                .Add("cad", number)
                .Add("audiodev", AudioArguments.IdOf(sound, context))
                .As("-device");
        }
    }

    private static string Driver(SoundModel model) => model switch
    {
        SoundModel.Es1370 => "ES1370",
        SoundModel.Ac97 => "AC97",
        SoundModel.Sb16 => "sb16",
        SoundModel.Ich6 => "intel-hda",
        SoundModel.Ich9 => "ich9-intel-hda",
        SoundModel.Usb => "usb-audio",
        _ => "virtio-sound-pci",
    };
}
