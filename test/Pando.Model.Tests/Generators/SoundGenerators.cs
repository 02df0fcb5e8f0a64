using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.DeviceGenerators;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Sound cards and where their sound goes.</summary>
internal static class SoundGenerators
{
    public static Gen<SoundDevice> Sound(int number) =>
        from model in Any<SoundModel>()
        from codecs in Some<SoundCodec>()
        from alias in Alias("sound", number)
        from address in model switch
        {
            SoundModel.Usb => Usb(100 + number),
            SoundModel.Sb16 or SoundModel.PcSpeaker => Gen.Constant<DeviceAddress?>(null),
            _ => Pci(33, number),
        }
        select new SoundDevice
        {
            Model = model,
            Codecs = model is SoundModel.Ich6 or SoundModel.Ich9 ? codecs : [],
            Alias = alias,
            Address = address,
        };

    public static Gen<AudioBackend> Audio(int number) =>
        from driver in Any<AudioDriver>()
        from audio in Gen.Constant(new AudioBackend(number + 1) { Driver = driver })
            .With(MaybeNumber(0, 1_000_000), (d, v) => d with { TimerPeriodMicroseconds = v })
            .With(Stream(driver), (d, v) => d with { Input = v })
            .With(Stream(driver), (d, v) => d with { Output = v })
            .With(MaybeBool, (d, v) => driver == AudioDriver.Oss ? d with { OssTryMemoryMap = v, OssExclusive = v } : d)
            .With(MaybeNumber(-1, 10), (d, v) => driver == AudioDriver.Oss ? d with { OssDspPolicy = v } : d)
            .With(Maybe(Line), (d, v) => driver == AudioDriver.PulseAudio ? d with { PulseServer = v } : d)
            .With(MaybeAny<SdlAudioDriver>(), (d, v) => driver == AudioDriver.Sdl ? d with { SdlDriver = v } : d)
            .With(Maybe(FilePath), (d, v) => driver == AudioDriver.File ? d with { FilePath = v } : d)
        select audio;

    private static Gen<AudioStream> Stream(AudioDriver driver) =>
        from mixing in MaybeBool
        from isFixed in MaybeBool
        from text in Maybe(Line)
        from number in MaybeNumber(0, 1000)
        from flag in MaybeBool
        let settings = mixing == true && isFixed == true
        from stream in Gen.Constant(new AudioStream { MixingEngine = mixing, FixedSettings = settings || isFixed != true ? isFixed : null })
            .With(MaybeNumber(0, 16), (d, v) => d with { Voices = v })
            .With(MaybeNumber(0, 100_000), (d, v) => d with { BufferMicroseconds = v })
            .With(MaybeNumber(0, 192_000), (d, v) => d with { Frequency = settings ? v : null })
            .With(MaybeNumber(0, 8), (d, v) => d with { Channels = settings ? v : null })
            .With(MaybeAny<AudioFormat>(), (d, v) => d with { Format = settings ? v : null })
        select driver switch
        {
            AudioDriver.Alsa => stream with { Device = text },
            AudioDriver.Oss => stream with { Device = text, BufferCount = number, TryPoll = flag },
            AudioDriver.Sdl => stream with { BufferCount = number },
            AudioDriver.Jack => stream with { JackServer = text, JackClient = text, JackConnectPorts = text, JackExactName = flag },
            AudioDriver.PulseAudio => stream with { PulseName = text, PulseStreamName = text, PulseLatencyMicroseconds = number },
            _ => stream,
        };
}
